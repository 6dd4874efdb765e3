"""Tables and mails in and out: a delegation's desk as a file, named filters, the follow-up matrix, dropped mails."""

from django.urls import path

from .views import eml, filters, matrix, tables

urlpatterns = [
    path("delegations/<str:code>/pending.xlsx", tables.pending_xlsx, name="pending-xlsx"),
    path("delegations/<str:code>/pending.csv", tables.pending_csv, name="pending-csv"),
    path("delegations/<str:code>/pending.docx", tables.pending_docx, name="pending-docx"),
    path("pending/<str:token>/pending.docx", tables.pending_docx_by_link, name="pending-docx-by-link"),
    path("delegations/<str:code>/filters/", filters.keep, name="filter-keep"),
    path("delegations/<str:code>/filters/<int:pk>/remove/", filters.remove, name="filter-remove"),
    path("desk/matrix/", matrix.matrices, name="matrices"),
    path("desk/matrix/out/", matrix.out, name="matrix-out"),
    path("desk/matrix/out.xlsx", matrix.out_xlsx, name="matrix-out-xlsx"),
    path("desk/matrix/out.docx", matrix.out_docx, name="matrix-out-docx"),
    path("desk/matrix/<int:pk>/", matrix.matrix, name="matrix"),
    path("desk/matrix/<int:pk>/columns/", matrix.columns, name="matrix-columns"),
    path("desk/matrix/<int:pk>/rows/<int:row_pk>/", matrix.row, name="matrix-row"),
    path("desk/matrix/<int:pk>/file/", matrix.file, name="matrix-file"),
    path("desk/matrix/<int:pk>/discard/", matrix.discard, name="matrix-discard"),
    path("desk/matrix/<int:pk>/original/", matrix.original, name="matrix-original"),
    path("desk/eml/", eml.mails, name="dropped-mails"),
    path("desk/eml/<int:pk>/", eml.mail, name="dropped-mail"),
    path("desk/eml/<int:pk>/discard/", eml.discard, name="dropped-mail-discard"),
]
