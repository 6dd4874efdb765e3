"""Record → files: tables as XLSX and CSV, tables and lists as DOCX. Knows no database: plain rows in, bytes out."""
