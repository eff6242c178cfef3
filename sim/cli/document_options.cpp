// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/document_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "sim/base/file.h"
#include "sim/report/document_csv.h"
#include "sim/report/document_json.h"
#include "sim/report/document_markdown.h"
#include "sim/report/document_terminal.h"

namespace pwlsim::cli {

void add_document_options(Command& app, DocumentOptions& options) {
  CLI::Option* const wide = app->add_flag("--wide", options.wide,
                                          "Print all columns of the tables, however wide; else at most 100 characters");
  app->add_flag("--markdown", options.markdown, "Print Markdown, with all columns")->excludes(wide);
  app.add_output("--json", options.json, "Write all figures to FILE as JSON, in full precision (pwlsim list --keys)");
  app.add_output("--csv", options.csv,
                 "Write the same tables to FILE as CSV: column `table` names the table of a line, columns are named as "
                 "in JSON");
}

void write_document(const Document& document, const DocumentOptions& options) {
  std::cout << (options.markdown ? document_markdown(document)
                                 : document_text(document, options.wide ? kAnyWidth : kTerminalWidth));
  if (!options.json.empty()) write_file(options.json, document_json(document), "--json");
  if (!options.csv.empty()) write_file(options.csv, document_csv(document), "--csv");
}

}  // namespace pwlsim::cli
