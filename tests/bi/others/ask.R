# Rscript ask.R SNAPSHOT: statements on standard input, one a line; answers as lines of JSON, all values as text.
library(DBI)
connection <- dbConnect(RSQLite::SQLite(), commandArgs(trailingOnly = TRUE)[1], flags = RSQLite::SQLITE_RO)
quoted <- function(x) {
  if (is.na(x)) return("null")
  x <- gsub("\n", "\\\\n", gsub("\"", "\\\\\"", gsub("\\\\", "\\\\\\\\", as.character(x))))
  paste0("\"", x, "\"")
}
for (sql in readLines(file("stdin"), encoding = "UTF-8")) {
  frame <- dbGetQuery(connection, sql)
  rows <- vapply(seq_len(nrow(frame)), function(i) {
    paste0("[", paste(vapply(frame, function(column) quoted(column[i]), ""), collapse = ", "), "]")
  }, "")
  cat("[", paste(rows, collapse = ", "), "]\n", sep = "")
}
dbDisconnect(connection)
