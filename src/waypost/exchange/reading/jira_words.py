"""The words of Jira's exports in the languages Jira speaks most.

English, German, French, Spanish and Portuguese. A header that is not here is
kept with the item, and can be mapped in the columns step.
"""

import re
import unicodedata
from functools import lru_cache

from waypost.exchange.reading.incoming import StatusKind

HEADERS = {
    "title": "summary; zusammenfassung; resume; resumen; resumo",
    "key": (
        "issue key; key; work item key; vorgangsschlussel; schlussel;"
        " cle de ticket; cle du ticket; cle; cle de demande; clave de incidencia;"
        " clave de la incidencia; clave; clave de actividad; chave da item;"
        " chave do item; chave; chave da pendencia; chave do ticket;"
        " vorgangsnummer"
    ),
    "id": (
        "issue id; work item id; vorgangs-id; vorgangs id; id du ticket;"
        " id de ticket; identifiant de ticket; id de la incidencia;"
        " id de incidencia; id da item; id do item; id da pendencia"
    ),
    "type": (
        "issue type; type; work type; work item type; vorgangstyp; vorgangsart; typ;"
        " type de ticket; type de demande; tipo de incidencia; tipo de actividad;"
        " tipo; tipo de item; tipo de pendencia"
    ),
    "status": "status; etat; statut; estado; estatus; situacao",
    "status_category": (
        "status category; statuskategorie; categorie d'etat; categorie de statut;"
        " categoria de estado; categoria del estado; categoria de status;"
        " categoria do status"
    ),
    "project_key": (
        "project key; space key; projektschlussel; cle de projet; cle du projet;"
        " clave del proyecto; clave de proyecto; chave do projeto"
    ),
    "project_name": (
        "project name; project; space name; projektname; projekt; nom du projet;"
        " nom de projet; projet; nombre del proyecto; proyecto; nome do projeto;"
        " projeto"
    ),
    "project_purpose": (
        "project description; space description; projektbeschreibung;"
        " description du projet; descripcion del proyecto; descricao do projeto"
    ),
    "assignee": (
        "assignee; bearbeiter; zugewiesene person; zugewiesen an; responsable;"
        " personne assignee; attribue a; assigne; persona asignada; asignado a;"
        " responsavel; atribuido a"
    ),
    "assignee_account": (
        "assignee id; id der zugewiesenen person; bearbeiter-id;"
        " id de la personne assignee; id du responsable;"
        " id de la persona asignada; id do responsavel"
    ),
    "body": "description; beschreibung; descripcion; descricao",
    "estimate": (
        "original estimate; ursprungliche schatzung; ursprunglich geschatzt;"
        " estimation originale; estimation initiale; estimacion original;"
        " estimativa original"
    ),
    "remaining": (
        "remaining estimate; restschatzung; verbleibende schatzung;"
        " verbleibender aufwand; estimation restante; temps restant;"
        " estimacion restante; trabajo restante; estimativa restante"
    ),
    "percent_done": "progress; fortschritt; progression; progreso; progresso",
    "start": (
        "start date; startdatum; date de debut; fecha de inicio; data de inicio;"
        " target start; planned start"
    ),
    "due": (
        "due date; due; falligkeitsdatum; fallig; fallig am; date d'echeance;"
        " echeance; fecha de vencimiento; vencimiento; data limite; data de entrega;"
        " data de vencimento; data prevista"
    ),
    "done_at": (
        "resolved; resolution date; erledigt; gelost; losungsdatum; resolu; resolue;"
        " date de resolution; resuelta; resuelto; resolvido; resolvida"
    ),
    "resolution": "resolution; losung; resolucion; resolucao",
    "parent": (
        "parent; parent id; parent key; parent link; ubergeordnet;"
        " ubergeordneter vorgang; ubergeordnete id; parent; id du parent;"
        " cle du parent; ticket parent; principal; padre; id de padre;"
        " id del padre; clave principal; clave del padre; pai; id pai;"
        " chave pai; elemento principal; ubergeordneter schlussel"
    ),
    "epic": (
        "epic link; epic key; epos-verknupfung; epic-verknupfung; lien d'epopee;"
        " lien epic; lien d'epic; enlace de epica; enlace epica; link do epico;"
        " vinculo do epico"
    ),
    "epic_name": (
        "epic name; epos-name; epic-name; nom de l'epopee; nom de l'epic;"
        " nombre de epica; nombre de la epica; nome do epico"
    ),
    "labels": (
        "labels; label; stichworter; stichworte; etiquettes; etiquette; etiquetas;"
        " etiqueta; rotulos; categorias"
    ),
    "priority": "priority; prioritat; priorite; prioridad; prioridade",
}

CUSTOM = re.compile(
    r"(?:custom fields?|benutzerdefinierte[sn]? felde?r?|champs? personnalises?"
    r"|campos? personalizados?|campos? personalizadas?) ?\((.*)\)"
)
LINK = re.compile(r"(.*?)\((.*)\)")
OUTWARD = ("outward", "ausgehend", "sortant", "saliente", "salida", "saida", "externo")
INWARD = ("inward", "eingehend", "entrant", "entrada", "interno")
BLOCKS = {"blocks", "blocker", "block", "blockiert", "bloque", "bloquea", "bloqueia"}

# Gantt plug-ins name their link types by the two ends they tie.
GANTT = {
    ("end", "start"): "FS",
    ("finish", "start"): "FS",
    ("start", "start"): "SS",
    ("end", "end"): "FF",
    ("finish", "finish"): "FF",
    ("start", "end"): "SF",
    ("start", "finish"): "SF",
}

EPICS = {
    "epic",
    "epos",
    "epopee",
    "epica",
    "epico",
    "initiative",
    "iniciativa",
    "initiative (portfolio)",
    "theme",
    "thema",
    "saga",
    "legend",
    "capability",
}
SUBTASKS = {
    "sub-task",
    "subtask",
    "unteraufgabe",
    "teilaufgabe",
    "sous-tache",
    "subtarea",
    "subtarefa",
    "sub-aufgabe",
    "technical task",
    "sub-bug",
}

NOBODY = {
    "unassigned",
    "nicht zugewiesen",
    "non attribue",
    "non assigne",
    "sin asignar",
    "nao atribuido",
    "sem responsavel",
}
# These say something of the project, and are kept with it, once.
OF_PROJECT = {
    "project type",
    "project lead",
    "project lead id",
    "project category",
    "project url",
    "space type",
    "space lead",
    "space lead id",
    "space category",
    "space url",
    "projekttyp",
    "projektleiter",
    "id des projektleiters",
    "projektkategorie",
    "projekt-url",
    "type de projet",
    "responsable du projet",
    "id du responsable du projet",
    "tipo de proyecto",
    "responsable del proyecto",
    "id del responsable del proyecto",
    "tipo de projeto",
    "lider do projeto",
    "id do lider do projeto",
}

CATEGORIES = {
    StatusKind.TODO: (
        "to do; todo; new; zu erledigen; a faire; por hacer; tareas por hacer;"
        " itens pendentes; a fazer; pendente; zu tun; no iniciado"
    ),
    StatusKind.DOING: (
        "in progress; indeterminate; in arbeit; en cours; en curso; em andamento;"
        " in bearbeitung"
    ),
    StatusKind.DONE: (
        "done; complete; completed; fertig; erledigt; termine; terminee; listo;"
        " finalizado; itens concluidos; concluido; abgeschlossen; hecho"
    ),
}
STATUSES = {
    StatusKind.BACKLOG: (
        "backlog; icebox; later; ideas; idea; funnel; someday; ideen; idee; idees"
    ),
    StatusKind.TODO: (
        "to do; todo; open; new; reopened; ready; selected for development; planned;"
        " offen; neu; geplant; bereit; wieder geoffnet; ouvert; ouverte; nouveau;"
        " reouvert; planifie; pret; abierto; abierta; nuevo; nueva; reabierto;"
        " planificado; aberto; aberta; novo; reaberto; planejado;"
        " zur entwicklung ausgewahlt; ready for development; created; draft; entwurf"
    ),
    StatusKind.DOING: (
        "in progress; doing; started; in development; development; active; ongoing;"
        " in bearbeitung; begonnen; in entwicklung; demarre; en developpement;"
        " iniciado; en desarrollo; em progresso; em desenvolvimento; wip; fazendo"
    ),
    StatusKind.BLOCKED: (
        "blocked; on hold; waiting; waiting for customer; waiting for support;"
        " impeded; impediment; blockiert; wartend; wartet; angehalten;"
        " bloque; bloquee; en attente; bloqueado; bloqueada; en espera; em espera;"
        " aguardando; pausado; paused; pending; ausgesetzt"
    ),
    StatusKind.REVIEW: (
        "in review; review; code review; peer review; in test; testing; test; qa;"
        " in qa; verify; verification; under review; ready for review;"
        " ready for test; ready for qa; in prufung; prufung; im review; im test;"
        " en revue; revue; en test; en recette; en revision; revision; en pruebas;"
        " em revisao; revisao; em teste; uat; waiting for approval; approval;"
        " in validation; abnahme; zur abnahme"
    ),
    StatusKind.DONE: (
        "done; closed; resolved; complete; completed; finished; released; deployed;"
        " accepted; verified; fertig; erledigt; geschlossen; abgeschlossen; gelost;"
        " termine; terminee; ferme; fermee; resolu; resolue; fini; cloture;"
        " hecho; cerrado; cerrada; resuelto; resuelta; terminado; terminada;"
        " finalizado; finalizada; listo; completado; concluido; concluida;"
        " fechado; resolvido; feito; pronto; veroffentlicht"
    ),
    StatusKind.DROPPED: (
        "cancelled; canceled; dropped; won't do; wont do; won't fix; wont fix;"
        " rejected; declined; duplicate; invalid; abandoned; obsolete; withdrawn;"
        " cannot reproduce; incomplete; not a bug; abgebrochen; verworfen;"
        " abgelehnt; storniert; duplikat; annule; annulee; rejete; abandonne;"
        " doublon; cancelado; cancelada; rechazado; descartado; duplicado;"
        " rejeitado; known error; won’t do; won’t fix; nicht machen;"
        " wird nicht erledigt; wird nicht behoben; ne sera pas fait; no se hara"
    ),
}


@lru_cache(maxsize=4096)
def plain(words: str) -> str:
    """Bring a header or status to the form it is compared in.

    >>> plain("Vorgangsschlüssel:")
    'vorgangsschlussel'
    """
    spread = unicodedata.normalize("NFKD", words.casefold().replace("’", "'"))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(bare.split()).rstrip(": ")


def _turned(table: dict[str, str]) -> dict[str, str]:
    return {
        plain(alias): field
        for field, aliases in table.items()
        for alias in aliases.split(";")
    }


def _kinds(table: dict[StatusKind, str]) -> dict[str, StatusKind]:
    return {
        plain(word): kind for kind, words in table.items() for word in words.split(";")
    }


FIELD_OF = _turned(HEADERS)
KIND_OF_CATEGORY = _kinds(CATEGORIES)
KIND_OF_STATUS = _kinds(STATUSES)


def field_of(header: str) -> str | None:
    """Say which field a header means, or none."""
    bare = plain(header)
    if bare in FIELD_OF:
        return FIELD_OF[bare]
    if found := CUSTOM.fullmatch(bare):
        # Of the custom fields only those that Jira itself brings are known.
        field = FIELD_OF.get(found[1].strip())
        known = {"start", "epic", "epic_name", "parent", "due"}
        return field if field in known else None
    return _link_of(bare)


def _link_of(bare: str) -> str | None:
    found = LINK.fullmatch(bare)
    if found is None or not link_kind(bare):
        return None
    if any(word in found[1] for word in OUTWARD):
        return "blocks"
    if any(word in found[1] for word in INWARD):
        return "waits_for"
    return None


def link_kind(header: str) -> str:
    """Say which kind of dependency a link column holds: FS, SS, FF, SF or none."""
    found = LINK.fullmatch(plain(header))
    if found is None:
        return ""
    if found[2].strip() in BLOCKS:
        return "FS"
    if "gantt" not in found[2]:
        return ""
    ends = re.findall(r"\b(?:start|end|finish)\b", found[2])
    return GANTT.get((ends[0], ends[1]), "") if len(ends) == 2 else ""


def known_kind(status: str) -> StatusKind | None:
    """Give the kind that a status has by its own word."""
    word = plain(status)
    return KIND_OF_STATUS.get(word) or KIND_OF_CATEGORY.get(word)


@lru_cache(maxsize=4096)
def kind_of_status(
    status: str, category: str = "", resolution: str = ""
) -> StatusKind | None:
    """Give the kind of a status: its category first, refined by its own word."""
    group = KIND_OF_CATEGORY.get(plain(category))
    own = known_kind(status)
    if group is None and own is None:
        return None
    if group is StatusKind.DONE or (group is None and own is StatusKind.DONE):
        ended = KIND_OF_STATUS.get(plain(resolution))
        is_dropped = StatusKind.DROPPED in {own, ended}
        return StatusKind.DROPPED if is_dropped else StatusKind.DONE
    if group is None:
        return own
    refinements = {
        StatusKind.TODO: {StatusKind.BACKLOG, StatusKind.BLOCKED},
        StatusKind.DOING: {StatusKind.BLOCKED, StatusKind.REVIEW},
    }
    return own if own in refinements[group] else group
