// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document_markdown.h"

#include <algorithm>

#include "sim/report/document_text.h"

namespace pwlsim::report {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) > 127;
}

/// Text that stands for itself: nothing in it ends a cell, opens a tag or means emphasis. An underscore between letters
/// and a star between blanks mean nothing in Markdown either.
std::string escaped(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char before = i == 0 ? ' ' : text[i - 1];
    const char after = i + 1 == text.size() ? ' ' : text[i + 1];
    const bool between_words = is_word(before) && is_word(after);
    const bool alone = before == ' ' && after == ' ';
    if (c == '<') {
      result += "&lt;";
    } else if (c == '&' && (is_word(after) || after == '#')) {
      result += "&amp;";
    } else if (c == '\\' || c == '|' || c == '`' || c == '[' || (c == '*' && !alone) ||
               (c == '_' && !between_words && !alone)) {
      result += std::string("\\") + c;
    } else {
      result += c;
    }
  }
  return result;
}

/// Between more backticks than it has in a row. In a table a bar ends the cell even there.
std::string code(const std::string& text, bool in_table) {
  if (text.empty()) return "";
  std::size_t most = 0;
  std::size_t run = 0;
  std::string inner;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    most = std::max(most, run);
    inner += in_table && c == '|' ? std::string("\\|") : std::string(1, c);
  }
  const std::string ticks(most + 1, '`');
  const std::string blank = text.front() == '`' || text.back() == '`' ? " " : "";
  return ticks + blank + inner + blank + ticks;
}

std::string row_of(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += (cell.empty() ? "" : " " + cell) + " |";
  return line + "\n";
}

std::string paragraphs(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    const std::string whole = one_line(line);
    const std::string trimmed = whole.substr(std::min(whole.find_first_not_of(' '), whole.size()));
    // What begins like a heading, a list or a quotation is none.
    const bool special = !trimmed.empty() && std::string("#+-=>~").find(trimmed[0]) != std::string::npos;
    if (!trimmed.empty())
      text += (text.empty() ? "" : "\n") + std::string(special ? "\\" : "") + escaped(trimmed) + "\n";
  }
  return text;
}

std::string fenced(const std::string& text) {
  std::string fence = "```";
  while (text.find(fence) != std::string::npos) fence += '`';
  return fence + "\n" + text + (text.back() == '\n' ? "" : "\n") + fence + "\n";
}

}  // namespace

std::string table_markdown(const DataTable& table) {
  std::vector<std::string> heads, rules;
  for (const Column& column : table.columns) {
    if (!is_shown(column)) continue;
    const bool right = column.align == Column::Align::kByPlace ? !heads.empty() : column.align == Column::Align::kRight;
    heads.push_back(escaped(one_line(column.head)));
    rules.emplace_back(right ? "---:" : "---");
  }
  if (heads.empty()) return "";
  std::string text = row_of(heads) + row_of(rules);
  const std::string* group = nullptr;
  for (const Row& row : table.rows) {
    if (!row.group.empty() && (group == nullptr || *group != row.group)) {
      std::vector<std::string> name(heads.size());
      name[0] = "**" + escaped(one_line(row.group)) + "**";
      text += row_of(name);
    }
    group = &row.group;
    std::vector<std::string> cells;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (!is_shown(table.columns[c])) continue;
      const std::string shown = shown_text(row.cells[c], table.columns[c]);
      cells.push_back(table.columns[c].code ? code(shown, true) : escaped(shown));
    }
    text += row_of(cells);
  }
  return text;
}

std::string document_markdown(const Document& document) {
  std::string text;
  const auto add_block = [&](const std::string& block) {
    if (!block.empty()) text += (text.empty() ? "" : "\n") + block;
  };
  add_block(paragraphs(document.conditions));
  for (const Section& section : document.sections) {
    const std::string title = escaped(one_line(section.title));
    if (section.folded) {
      add_block("<details><summary>" + title + "</summary>\n");
    } else if (!title.empty()) {
      add_block("### " + title + "\n");
    }
    add_block(paragraphs(section.intro));
    for (const DataTable& table : section.tables) add_block(table_markdown(table));
    add_block(paragraphs(section.notes));
    if (!section.verbatim.empty()) add_block(fenced(section.verbatim));
    if (section.folded) add_block("</details>\n");
  }
  return text;
}

}  // namespace pwlsim::report
