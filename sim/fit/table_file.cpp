// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/table_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>
#include <system_error>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/fit/csv_file.h"
#include "sim/fit/gqa_file.h"
#include "sim/fit/memory_file.h"
#include "sim/fit/own_file.h"

namespace pwlsim::fit {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20;

/// The document with Infinity, -Infinity, NaN and numbers beyond double in quotes. Other programs write these, but JSON
/// does not have them.
std::string with_infinities_as_texts(const std::string& json) {
  constexpr const char* kWord = "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string result;
  for (std::size_t at = 0; at < json.size();) {
    std::size_t end = at + 1;
    if (json[at] == '"') {
      while (end < json.size() && json[end] != '"') end += json[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, json.size());
    } else if (std::strchr(kWord, json[at]) != nullptr && json[at] != '\0') {
      end = std::min(json.find_first_not_of(kWord, at), json.size());
      const std::string word = json.substr(at, end - at);
      double number = 0;
      const auto [after, error] = std::from_chars(word.data(), word.data() + word.size(), number);
      const bool whole = after == word.data() + word.size();
      const bool huge = error == std::errc::result_out_of_range && word.find("e-") == std::string::npos &&
                        word.find("E-") == std::string::npos;
      if (whole && (huge || (error == std::errc() && !std::isfinite(number)))) {
        result += huge ? word[0] == '-' ? "\"-inf\"" : "\"inf\"" : "\"" + word + "\"";
        at = end;
        continue;
      }
    }
    result.append(json, at, end - at);
    at = end;
  }
  return result;
}

JsonFile parse_table_file(const std::string& text, const std::string& path) {
  try {
    return parse_json(text, path);
  } catch (const InputError&) {
    const std::string spelled = with_infinities_as_texts(text);
    if (spelled == text) throw;
    JsonFile file = parse_json(spelled, path);
    if (file.root().has("schema")) throw;  // the project's own files have no infinities
    return file;
  }
}

}  // namespace

std::vector<FittedTable> read_tables(const std::string& path, std::vector<std::string>* notes,
                                     const TableContext& context) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  std::string text = read_file(path, kMostBytes);
  if (text.compare(0, kMark.size(), kMark) == 0) text.erase(0, kMark.size());
  std::vector<std::string> unread;
  std::vector<std::string>& heard = notes != nullptr ? *notes : unread;
  if (is_memory(text)) return read_memory(text, path, context);
  if (is_csv(text)) return read_csv(text, path, context);
  const JsonFile file = parse_table_file(text, path);
  const JsonPlace document = file.root();
  std::vector<FittedTable> tables = is_own(document) ? read_own(document, context, heard) : read_gqa(document, heard);
  if (tables.empty()) document.fail("holds no table");
  return tables;
}

}  // namespace pwlsim::fit
