// SPDX-License-Identifier: Apache-2.0
#include "sim/base/json_place.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <sstream>

#include "sim/base/file.h"

namespace pwlsim::base {
namespace {

constexpr std::size_t kDeepest = 16;

template <class List>
bool contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// Line and column, from 1, of the character before an offset.
std::string position(const std::string& text, std::size_t offset) {
  const std::string_view before = std::string_view(text).substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t start = before.rfind('\n');
  return fmt::format("line {}, column {}", line, offset - (start == std::string_view::npos ? 0 : start + 1));
}

void append_value(std::string& text, const nlohmann::ordered_json& value, const std::string& indent) {
  const auto plain = [](const nlohmann::ordered_json& item) { return !item.is_structured(); };
  if (value.is_number_float()) {
    std::string number = fmt::format("{}", value.get<double>());
    // A whole number would read back as an integer, and the sign of -0 be lost.
    if (number.find_first_of(".e") == std::string::npos) number += ".0";
    text += number;
  } else if (!value.is_structured() || value.empty()) {
    text += value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  } else if (value.is_array() && std::all_of(value.begin(), value.end(), plain)) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      text += i == 0 ? "[" : ", ";
      append_value(text, value[i], indent);
    }
    text += "]";
  } else {
    const std::string inner = indent + "  ";
    const char* separator = value.is_array() ? "[\n" : "{\n";
    for (const auto& [key, item] : value.items()) {
      text += separator + inner + (value.is_array() ? "" : nlohmann::json(key).dump() + ": ");
      append_value(text, item, inner);
      separator = ",\n";
    }
    text += "\n" + indent + (value.is_array() ? "]" : "}");
  }
}

}  // namespace

void JsonPlace::fail(const std::string& reason) const {
  throw InputError(file + ": " + (path.empty() ? "" : path + ": ") + reason);
}

void JsonPlace::expect_keys(std::initializer_list<std::string_view> required,
                            std::initializer_list<std::string_view> optional) const {
  const std::vector<std::string> present = keys();
  for (const std::string& key : present) {
    if (!contains(required, key) && !contains(optional, key)) fail("key '" + printable(key) + "' is not known here");
  }
  for (const std::string_view key : required) {
    if (!contains(present, key)) fail("key '" + std::string(key) + "' is missing");
  }
}

bool JsonPlace::has(std::string_view key) const { return value.is_object() && value.contains(std::string(key)); }

JsonPlace JsonPlace::at(std::string_view key) const {
  if (!has(key)) fail("key '" + std::string(key) + "' is missing");
  return {value.at(std::string(key)), file, path + (path.empty() ? "" : ".") + printable(key)};
}

std::vector<JsonPlace> JsonPlace::items() const {
  if (!value.is_array()) fail("is not a list");
  std::vector<JsonPlace> all;
  for (std::size_t i = 0; i < value.size(); ++i) all.push_back({value[i], file, fmt::format("{}[{}]", path, i)});
  return all;
}

std::vector<std::string> JsonPlace::keys() const {
  if (!value.is_object()) fail("is not an object {…}");
  std::vector<std::string> all;
  for (const auto& item : value.items()) all.push_back(item.key());
  return all;
}

double JsonPlace::number() const {
  if (!value.is_number()) fail("is not a number");
  return value.get<double>();  // the parser refuses what is beyond double
}

std::vector<double> JsonPlace::numbers() const {
  std::vector<double> all;
  for (const JsonPlace& item : items()) all.push_back(item.number());
  return all;
}

std::int64_t JsonPlace::integer(std::int64_t least, std::int64_t most) const {
  const bool too_large =
      value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  if (!value.is_number_integer() || too_large || value.get<std::int64_t>() < least ||
      value.get<std::int64_t>() > most) {
    fail(fmt::format("is not a whole number from {} to {}", least, most));
  }
  return value.get<std::int64_t>();
}

std::uint64_t JsonPlace::whole() const {
  if (!value.is_number_unsigned()) fail("is not a whole number below 2^64");
  return value.get<std::uint64_t>();
}

bool JsonPlace::boolean() const {
  if (!value.is_boolean()) fail("is neither true nor false");
  return value.get<bool>();
}

std::string JsonPlace::text() const {
  if (!value.is_string()) fail("is not a text");
  auto text = value.get<std::string>();
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return std::isprint(static_cast<unsigned char>(c)) != 0; });
  if (text.empty() || text.size() > 200 || !ascii) fail("is not a text of 1 to 200 printable ASCII characters");
  return text;
}

nlohmann::json parse_json(const std::string& text, const std::string& file) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) throw InputError(file + ": is empty");
  std::istringstream stream(text);
  const auto here = [&] {
    return position(text, static_cast<std::size_t>(stream.rdbuf()->pubseekoff(0, std::ios::cur, std::ios::in)));
  };
  std::vector<std::set<std::string>> open;  // keys so far, of each object and list that is not closed yet
  const auto check = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      open.emplace_back();
      if (open.size() > kDeepest) throw InputError(file + ": " + here() + ": is nested too deeply");
    } else if (event == Event::object_end || event == Event::array_end) {
      open.pop_back();
    } else if (event == Event::key && !open.back().insert(parsed.get<std::string>()).second) {
      throw InputError(file + ": " + here() + ": key '" + printable(parsed.get<std::string>()) +
                       "' stands twice in one object");
    }
    return true;
  };
  try {
    return nlohmann::json::parse(stream, check);
  } catch (const nlohmann::json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …"
    std::string reason = error.what();
    for (const std::string_view end_of_label : {"] ", "column "}) {
      const std::size_t at = reason.find(end_of_label);
      if (at != std::string::npos) reason = reason.substr(at + end_of_label.size());
    }
    if (std::isdigit(static_cast<unsigned char>(reason[0])) != 0) reason = reason.substr(reason.find(": ") + 2);
    for (char& c : reason) c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
    throw InputError(file + ": " + here() + ": is not JSON: " + reason.substr(0, 200));
  }
}

std::string json_text(const nlohmann::ordered_json& document) {
  std::string text;
  append_value(text, document, "");
  return text + "\n";
}

}  // namespace pwlsim::base
