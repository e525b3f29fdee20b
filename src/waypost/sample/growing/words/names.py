"""First and last names: 10,000 pairs without one twice."""

_FIRST = """
Aada Abel Ada Adil Agnes Aino Aksel Albert Alma Amir Anders Andrea Anneli Anton Arne
Asta Astrid Aurora Axel Basma Beate Bengt Berit Birgit Bo Britta Carl Cecilie Clara
Daan Dagny Daria David Ebba Edith Edvin Eero Eila Einar Elena Eli Elias Elin Elise
Ella Elmer Emil Emma Erik Erling Ester Eva Ewa Fatima Felix Filip Finn Frida Gerd
Greger Gudrun Gunnar Gustav Haakon Hedda Helga Henrik Hilde Hugo Ida Idris Inga
Ingrid Irene Isak Iver Jakob Jan Janna Jens Joar Johanna Jonas Julia Kaia Kalle
Karin Karl Kasper Katja Kerstin Kirsten Klara Knut Kristin Lars Laila Lea Leif Lena
Leo Liv Lotte Lovis Ludvig Magda Magnus Maia Malin Marek Maria Marit Markus Marta
Mathilde Mattis Mikael Milan Mina Mira Moa Nadia Natan Nela Nikolai Nils Nora Odd
Olaf Olga Omar Ottilia Otto Paula Peder Petra Pia Piet Rakel Ragna Rasmus Rebecca
Rolf Rosa Rune Saga Samir Samuel Sander Sara Selma Sigrid Silje Simon Sindre Siri
Sofia Stellan Stina Sunniva Susanna Svea Tarik Tea Terje Thea Tiril Tobias Tone Tora
Torben Trine Tuva Ulrika Une Valentin Vera Vidar Viggo Viktor Vilde Wanda Wilma Ylva
Yngve Zara Åse
"""
_LAST = """
Aalto Ahlgren Amundsen Andersen Arnesen Askeland Backlund Bakke Bang Beck Berg
Berntsen Bjerke Blom Boman Borg Brandt Brekke Bruun Bye Carlsen Christoffersen
Czerny Dahlberg Dale Danielsen Dietz Eck Edvardsen Eide Ekholm Eliassen Engen
Eriksen Espeland Falk Fischer Fjeld Flaten Forsberg Foss Fredriksen Frost Gade
Gjerde Granlund Grieg Grønn Gundersen Haagensen Hagen Halvorsen Hamre Hansen
Haraldsen Haug Hedlund Heikkinen Helle Henriksen Hermansen Hjort Hoff Holm Holst
Horn Hovland Isaksen Iversen Jacobsen Jansen Jensen Johansen Jokinen Juul Jørgensen
Kaiser Kallio Karlsen Kivi Kjær Klausen Knudsen Koch Koski Kovacs Kristoffersen
Krogh Kruse Laine Lange Larsen Laursen Lehto Lie Lind Lindberg Ljung Lorentzen Lund
Lunde Lysgaard Madsen Magnussen Mehl Meyer Mikkelsen Moe Molin Monsen Myhre Mäki
Møller Nagy Narvesen Nielsen Niskanen Nord Nowak Nyberg Nygaard Odegård Olsen Opdal
Ottosen Paulsen Pedersen Petersen Poulsen Prytz Rask Rasmussen Reinholt Riis Ritter
Rosen Ruud Ryberg Rønning Saari Salo Samuelsen Sand Schmidt Schou Selvik Simonsen
Skaar Skog Skov Smeds Solberg Sommer Sorensen Stabell Steen Stenberg Storm Strøm
Sund Svendsen Tangen Thomsen Thorsen Torp Tveit Ulriksen Vang Vestergaard Vik
Virtanen Voll Wahl Weber Wessel Wiik Winther Wold Zander Østby Åberg Åkesson
"""
FIRST = tuple(_FIRST.split())
LAST = tuple(_LAST.split())
