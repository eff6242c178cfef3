// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/text_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/trimmed.h"

namespace pwlsim::lockstep {
namespace {

/// A line that is not empty, without its comment.
struct Line {
  std::size_t number;  ///< from 1
  std::string_view text;
};

/// The lines of a text, one at a time.
class Lines {
 public:
  explicit Lines(std::string_view content) : left_(content) {}

  std::optional<Line> next() {
    while (!left_.empty()) {
      const std::string_view text = left_.substr(0, left_.find_first_of("\r\n"));
      left_.remove_prefix(text.size());
      if (!left_.empty()) left_.remove_prefix(left_.substr(0, 2) == "\r\n" ? 2 : 1);
      ++number_;
      const Line line{number_, text.substr(0, comment_at(text))};
      if (!trimmed(line.text).empty()) return line;
    }
    return std::nullopt;
  }

 private:
  static std::size_t comment_at(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == '#' && !quoted) return i;
    }
    // Quotes that do not match are ordinary characters.
    return quoted ? text.find('#') : text.size();
  }

  std::string_view left_;
  std::size_t number_ = 0;
};

constexpr char kNone = '\0';

/// The separator of a line's columns: one of ";\t,", a space for any number of spaces, or 0 for a line of one column.
char separator_of(std::string_view line) {
  line = trimmed(line);
  for (const char c : {';', '\t', ','}) {
    if (line.find(c) != std::string_view::npos) return c;
  }
  return line.find_first_of(kBlanks) != std::string_view::npos ? ' ' : kNone;
}

std::string_view unquoted(std::string_view field) {
  field = trimmed(field);
  const bool quoted = field.size() >= 2 && field.front() == '"' && field.back() == '"';
  return quoted ? trimmed(field.substr(1, field.size() - 2)) : field;
}

/// The columns of a line. A separator at its end begins no further column.
std::vector<std::string_view> columns_of(std::string_view line, char separator) {
  std::vector<std::string_view> columns;
  if (separator == ' ') line = trimmed(line);
  std::size_t from = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= line.size(); ++i) {
    if (i < line.size() && line[i] == '"') quoted = !quoted;
    const bool ends =
        i == line.size() || (!quoted && separator != kNone &&
                             (line[i] == separator || (separator == ' ' && kBlanks.find(line[i]) < kBlanks.size())));
    if (!ends) continue;
    if (separator != ' ' || i > from) columns.push_back(unquoted(line.substr(from, i - from)));
    from = i + 1;
  }
  if (columns.size() > 1 && columns.back().empty()) columns.pop_back();
  return columns;
}

std::optional<double> number_of(std::string_view text) {
  // from_chars does not accept a plus sign.
  if (!text.empty() && text.front() == '+' && text.substr(1, 1) != "-") text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Whether a text looks like a number.
bool like_a_number(std::string_view text) {
  if (number_of(text)) return true;
  if (!text.empty() && (text.front() == '\'' || text.front() == '"')) text.remove_prefix(1);
  return !text.empty() && std::string_view("+-.0123456789").find(text.front()) != std::string_view::npos;
}

/// Whether a first line names columns. Tables with an index have an empty name for it, and numbers as the other names.
bool is_header(const std::vector<std::string_view>& columns) {
  bool indexed = columns.size() > 1 && columns[0].empty();
  bool word = false;
  bool number = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    indexed = indexed && (i == 0 || columns[i] == std::to_string(i - 1));
    number = number || like_a_number(columns[i]);
    word = word || (!columns[i].empty() && !like_a_number(columns[i]));
  }
  return indexed || (word && !number);
}

std::string list_of(const std::vector<std::string_view>& columns) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(columns.size(), 8); ++i) {
    text += (i == 0 ? "" : ", ") + printable(columns[i], 20);
  }
  return text + (columns.size() > 8 ? ", ..." : "");
}

class Table {
 public:
  Table(const std::string& path, std::string_view content, const std::string& column)
      : path_(path), content_(content), column_(column) {}

  std::vector<double> numbers() const {
    Lines lines(content_);
    const std::optional<Line> first = lines.next();
    if (!first) return {};
    const std::optional<Line> second = Lines(lines).next();
    const char separator = separator_of(second ? second->text : first->text);
    const std::vector<std::string_view> top = columns_of(first->text, separator);
    const auto named = std::count(top.begin(), top.end(), std::string_view(column_));
    if (named > 1 && !like_a_number(column_)) fail(*first, "has several columns '" + printable(column_) + "'");
    // A cell that equals the number of a column does not name it.
    const bool header = (named == 1 && !like_a_number(column_)) || is_header(top);
    const std::size_t chosen = choose(*first, top, header);

    std::vector<double> numbers;
    for (std::optional<Line> line = header ? lines.next() : first; line; line = lines.next()) {
      const std::vector<std::string_view> columns = columns_of(line->text, separator);
      if (columns.size() != top.size()) {
        // A text with one number per line gets the shorter message.
        if (top.size() == 1) refuse_number(*line, trimmed(line->text));
        fail(*line, "has " + std::to_string(columns.size()) + " columns, line " + std::to_string(first->number) +
                        " has " + std::to_string(top.size()));
      }
      const std::optional<double> number = number_of(columns[chosen]);
      if (!number || !std::isfinite(*number)) refuse_number(*line, columns[chosen]);
      numbers.push_back(*number);
    }
    if (numbers.empty()) {
      throw InputError(path_ + ": holds no value below its header '" + printable(trimmed(first->text)) + "'");
    }
    return numbers;
  }

 private:
  [[noreturn]] void fail(const Line& line, const std::string& reason) const {
    throw InputError(path_ + ": line " + std::to_string(line.number) + ": " + reason);
  }

  [[noreturn]] void refuse_number(const Line& line, std::string_view text) const {
    const bool zeros = content_.find('\0') != std::string_view::npos;
    fail(line, "'" + printable(text) + "' is not a finite number" +
                   (zeros ? ", and there are zero bytes: the file is neither .npy nor text in UTF-8" : ""));
  }

  std::size_t choose(const Line& first, const std::vector<std::string_view>& top, bool header) const {
    if (column_.empty()) {
      if (top.size() == 1) return 0;
      fail(first, "has " + std::to_string(top.size()) + " columns (" + list_of(top) +
                      "); choose one with --column and its name or number");
    }
    const auto named = std::find(top.begin(), top.end(), std::string_view(column_));
    if (named != top.end() && (header || !like_a_number(column_))) return static_cast<std::size_t>(named - top.begin());
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(column_.data(), column_.data() + column_.size(), number);
    if (error == std::errc() && end == column_.data() + column_.size() && number >= 1 && number <= top.size()) {
      return number - 1;
    }
    fail(first, "there is no column '" + printable(column_) + "'; " +
                    (header ? "the columns are " + list_of(top) : "the columns have no names") +
                    ", numbered from 1 to " + std::to_string(top.size()));
  }

  const std::string& path_;
  std::string_view content_;
  const std::string& column_;
};

}  // namespace

std::vector<double> parse_text_numbers(const std::string& path, std::string_view content, const std::string& column) {
  constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";
  if (content.substr(0, kUtf8Mark.size()) == kUtf8Mark) content.remove_prefix(kUtf8Mark.size());
  if (content.substr(0, 2) == "\xff\xfe" || content.substr(0, 2) == "\xfe\xff") {
    throw InputError(path + ": is text in UTF-16 or UTF-32; save it as UTF-8");
  }
  return Table(path, content, column).numbers();
}

}  // namespace pwlsim::lockstep
