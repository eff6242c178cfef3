// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/cli/command.h"
#include "sim/report/document.h"
#include "sim/rooms.h"

namespace pwlsim::cli {

/// How a command shows what it found, and the files it writes that to.
struct DocumentOptions {
  bool wide = false, markdown = false;
  std::string json, csv;
};

/// Adds --wide, --markdown, --csv and --json.
void add_document_options(Command& app, DocumentOptions& options);

/// Prints a document and writes it to the files that were named. Throws InputError as write_file() does.
void write_document(const Document& document, const DocumentOptions& options);

}  // namespace pwlsim::cli
