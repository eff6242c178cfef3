// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cctype>
#include <stdexcept>
#include <string>
#include <vector>

// Strict readers for the output of the writers.
namespace pwlsim::tests {

/// The fields of a CSV text, read strictly by RFC 4180.
inline std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    std::vector<std::string>& line = lines.emplace_back();
    for (bool more = true; more;) {
      std::string field;
      if (at < text.size() && text[at] == '"') {
        for (++at;; ++at) {
          if (at >= text.size()) throw std::runtime_error("a quote is not closed");
          if (text[at] != '"') {
            field += text[at];
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            field += text[++at];
          } else {
            break;
          }
        }
        ++at;
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r' && text[at] != '\n') {
          if (text[at] == '"') throw std::runtime_error("a quote in a field without quotes");
          field += text[at++];
        }
      }
      line.push_back(field);
      more = at < text.size() && text[at] == ',';
      if (more) ++at;
    }
    if (text.compare(at, 2, "\r\n") != 0) throw std::runtime_error("no CR LF at the end of a line");
    at += 2;
  }
  return lines;
}

/// The cells of a row of a Markdown table as GitHub reads it. A bar ends a cell unless a backslash escapes it; then
/// backslashes, &lt; and &amp; are undone. Text that would become a tag, code, a link or emphasis is an error.
inline std::vector<std::string> read_markdown_row(const std::string& line) {
  if (line.size() < 2 || line.front() != '|' || line.back() != '|') throw std::runtime_error("no row: " + line);
  std::vector<std::string> cells(1);
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const char c = line[i];
    const char before = line[i - 1], after = line[i + 1];
    const auto is_word = [](char a) { return std::isalnum(static_cast<unsigned char>(a)) != 0 || (a & 0x80) != 0; };
    const bool alone = before == ' ' && after == ' ';
    if (c == '\\' && std::ispunct(static_cast<unsigned char>(after)) != 0 && i + 2 < line.size()) {
      cells.back() += after;
      ++i;
    } else if (c == '|') {
      cells.emplace_back();
    } else if (c == '&' && line.compare(i, 4, "&lt;") == 0) {
      cells.back() += '<';
      i += 3;
    } else if (c == '&' && line.compare(i, 5, "&amp;") == 0) {
      cells.back() += '&';
      i += 4;
    } else if (c == '<' || (c == '&' && is_word(after)) || c == '`' || c == '[' || (c == '*' && !alone) ||
               (c == '_' && !alone && !(is_word(before) && is_word(after)))) {
      throw std::runtime_error("not escaped: " + line);
    } else {
      cells.back() += c;
    }
  }
  for (std::string& cell : cells) {
    const std::size_t from = cell.find_first_not_of(' ');
    cell = from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') + 1 - from);
  }
  return cells;
}

}  // namespace pwlsim::tests
