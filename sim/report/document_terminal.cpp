// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document_terminal.h"

#include <algorithm>

#include "sim/report/document_text.h"

namespace pwlsim::report {
namespace {

constexpr std::size_t kGap = 2;      // blanks between columns
constexpr std::size_t kIndent = 2;   // of rows below the name of their group, and of rows that go on
constexpr std::size_t kNarrow = 12;  // texts go on over several lines no narrower than this

/// A table on its way to the terminal: texts, and the columns that are shown.
class Layout {
 public:
  Layout(const DataTable& table, std::size_t limit) : table_(table), limit_(limit) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      if (!is_shown(column)) continue;
      if (limit != kAnyWidth && column.importance >= kWideOnly) {
        left_out_.push_back(c);
      } else {
        columns_.push_back(c);
      }
    }
    for (const Row& row : table.rows) {
      std::vector<std::string>& texts = texts_.emplace_back();
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        texts.push_back(is_shown(table.columns[c]) ? shown_text(row.cells[c], table.columns[c]) : "");
      }
      if (columns_.empty()) continue;
      const std::size_t indent = (row.group.empty() ? 0 : kIndent) + (row.continues ? kIndent : 0);
      texts[columns_[0]].insert(0, indent, ' ');
    }
    widths_.resize(table.columns.size());
    for (const std::size_t c : columns_) {
      widths_[c] = display_width(table.columns[c].head);
      for (const std::vector<std::string>& texts : texts_) widths_[c] = std::max(widths_[c], display_width(texts[c]));
    }
    fit();
  }

  bool empty() const { return columns_.empty(); }

  std::string text() const {
    std::string text = line([&](std::size_t c) { return table_.columns[c].head; }) + rule();
    const std::string* group = nullptr;
    for (std::size_t r = 0; r < table_.rows.size(); ++r) {
      const Row& row = table_.rows[r];
      const bool opens = !row.group.empty() && (group == nullptr || *group != row.group);
      if (row.rule || (opens && r > 0)) text += rule();
      if (opens) {
        for (const std::string& part : wrapped(one_line(row.group), total(), true)) text += part + "\n";
      }
      group = &row.group;
      text += line([&](std::size_t c) { return texts_[r][c]; });
    }
    return text + left_out_text();
  }

 private:
  std::size_t total() const {
    std::size_t width = 0;
    for (const std::size_t c : columns_) width += widths_[c] + kGap;
    return width - kGap;
  }

  /// Leaves columns out until the table fits; what has to stay gets narrower.
  void fit() {
    while (!columns_.empty() && total() > limit_) {
      // Of the least important columns the last; the first says what a row is about.
      const auto worst = std::max_element(
          columns_.begin() + (columns_.size() > 1 ? 1 : 0), columns_.end(),
          [&](std::size_t a, std::size_t b) { return table_.columns[a].importance <= table_.columns[b].importance; });
      if (table_.columns[*worst].importance == kAlways || columns_.size() == 1) return narrow();
      left_out_.push_back(*worst);
      columns_.erase(worst);
    }
    std::sort(left_out_.begin(), left_out_.end());
  }

  /// Takes from the widest column until the table fits.
  void narrow() {
    std::sort(left_out_.begin(), left_out_.end());
    while (total() > limit_) {
      const std::size_t widest = *std::max_element(
          columns_.begin(), columns_.end(), [&](std::size_t a, std::size_t b) { return widths_[a] < widths_[b]; });
      if (widths_[widest] <= kNarrow) return;
      --widths_[widest];
    }
  }

  std::string rule() const { return std::string(total(), '-') + "\n"; }

  bool is_left(std::size_t c) const {
    const Column::Align align = table_.columns[c].align;
    return align == Column::Align::kByPlace ? c == first_shown() : align == Column::Align::kLeft;
  }

  /// Of all columns that people see: it stays where it is when others are left out.
  std::size_t first_shown() const {
    return static_cast<std::size_t>(std::find_if(table_.columns.begin(), table_.columns.end(), is_shown) -
                                    table_.columns.begin());
  }

  /// A row, in as many lines as its highest cell.
  template <class TextOf>
  std::string line(const TextOf& text_of) const {
    std::vector<std::vector<std::string>> cells;
    std::size_t height = 1;
    for (const std::size_t c : columns_) {
      const std::string text = text_of(c);
      const bool fits = display_width(text) <= widths_[c];
      cells.push_back(fits ? std::vector<std::string>{text} : wrapped(text, widths_[c], true));
      height = std::max(height, cells.back().size());
    }
    std::string lines;
    for (std::size_t h = 0; h < height; ++h) {
      std::string one;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string text = h < cells[i].size() ? cells[i][h] : "";
        const std::string blanks(widths_[columns_[i]] - std::min(widths_[columns_[i]], display_width(text)), ' ');
        if (i > 0) one += std::string(kGap, ' ');
        one += is_left(columns_[i]) ? text + blanks : blanks + text;
      }
      one.erase(one.find_last_not_of(' ') + 1);
      lines += one + "\n";
    }
    return lines;
  }

  std::string left_out_text() const {
    if (left_out_.empty()) return "";
    std::string names;
    for (const std::size_t c : left_out_) names += (names.empty() ? "" : ", ") + table_.columns[c].head;
    std::string text;
    for (const std::string& line : wrapped("(--wide adds: " + names + ")", limit_, false, kIndent)) text += line + "\n";
    return text;
  }

  const DataTable& table_;
  std::size_t limit_;
  std::vector<std::size_t> columns_, left_out_;
  std::vector<std::size_t> widths_;              // by column
  std::vector<std::vector<std::string>> texts_;  // by row and column
};

std::string paragraphs(const std::vector<std::string>& lines, std::size_t width) {
  std::string text;
  for (const std::string& line : lines) {
    for (const std::string& part : wrapped(one_line(line), width, false, kIndent)) text += part + "\n";
  }
  return text;
}

}  // namespace

std::string table_text(const DataTable& table, std::size_t width) {
  const Layout layout(table, width);
  return layout.empty() ? "" : layout.text();
}

std::string document_text(const Document& document, std::size_t width) {
  std::string text;
  const auto add_block = [&](const std::string& block) {
    if (!block.empty()) text += (text.empty() ? "" : "\n") + block;
  };
  add_block(paragraphs(document.conditions, width));
  for (const Section& section : document.sections) {
    if (!section.title.empty()) add_block(paragraphs({section.title}, width));
    add_block(paragraphs(section.intro, width));
    for (const DataTable& table : section.tables) add_block(table_text(table, width));
    add_block(paragraphs(section.notes, width));
    add_block(section.verbatim);
  }
  return text;
}

}  // namespace pwlsim::report
