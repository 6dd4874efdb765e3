"""Documents that people bring in on these journeys, in our own words."""

NOVEMBER_2014_IN_SPANISH = """\
CONFERENCIA REGIONAL SOBRE MIGRACIÓN (CRM)

INFORME DE LA REUNIÓN DE LA RED DE FUNCIONARIOS DE ENLACE DE PROTECCIÓN CONSULAR

Managua, Nicaragua
24 de noviembre de 2014

La Red de Funcionarios de Enlace de Protección Consular se reunió el 24 de noviembre de 2014 en Managua, Nicaragua, \
con la participación de Canadá, Costa Rica, El Salvador, Estados Unidos de América, Guatemala, Honduras, México, \
Nicaragua, Panamá y República Dominicana.

La Red somete este informe a la consideración del Grupo Regional de Consulta sobre Migración (GRCM):

1. Agradecer a las delegaciones lo que contaron de su trabajo del año.
2. Tomar nota de las novedades que trajo Honduras.
3. En cuanto a la idea de Costa Rica, los Países Miembros acordaron enviar sus comentarios a la ST a más tardar el 30 \
de enero de 2015.
Costa Rica y México prepararán conjuntamente otro texto y lo presentarán antes de la próxima reunión del GRCM.
4. Agradecer a Nicaragua lo que expuso. Los Países Miembros enviarán sus aportes a la ST a más tardar el 30 de enero \
de 2015. La OIM ofreció su apoyo.
5. Agradecer a la RROCM sus palabras.
6. Agradecer a México y a Canadá las noticias que dieron.
7. Agradecer al ACNUR y a la OIM lo que anunciaron.
8. Tomar nota de la sugerencia de México.
"""

REPORT = """\
REPORT OF THE MEETING OF THE LIAISON OFFICER NETWORK FOR CONSULAR PROTECTION

Antigua, Guatemala
March 10, 2026

The Liaison Officer Network for Consular Protection met on March 10, 2026, in Antigua, Guatemala, with the \
participation of Costa Rica, Guatemala, Honduras and Mexico.

The Network submits its report for consideration to the Regional Consultation Group on Migration (RCGM), as follows:

1. To thank Guatemala for hosting the meeting.
2. Honduras will send a revised guide to the Technical Secretariat by April 30, 2026. Mexico will comment on it.
3. The Harbour Foundation will print the guide by June 30, 2026.
4. To take note of the calendar presented by the Technical Secretariat.
"""

AGENDA = """\
Meeting of the Liaison Officer Network for Consular Protection
Antigua, Guatemala
May 12, 2026

AGENDA
09:00 - 09:15  Opening words
[Lead: Guatemala]
09:15 - 10:00  Progress of the revised guide
[Leads: Honduras and Mexico]
10:00 - 10:15  Break
"""
