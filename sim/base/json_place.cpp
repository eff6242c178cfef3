// SPDX-License-Identifier: Apache-2.0
#include "sim/base/json_place.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "sim/base/file.h"

namespace pwlsim::base {
namespace {

constexpr std::size_t kDeepest = 16;
constexpr std::size_t kMostKeys = 4096;  // making an ordered object takes time quadratic in their number

template <class List>
bool contains(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

/// Line, from 1, of the character before an offset.
std::ptrdiff_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset == 0 ? 0 : offset - 1);
  return std::count(before.begin(), before.end(), '\n') + 1;
}

/// Line and column, from 1, of the character before an offset.
std::string position(std::string_view text, std::size_t offset) {
  const std::size_t start = offset < 2 ? std::string_view::npos : text.rfind('\n', offset - 2);
  return fmt::format("line {}, column {}", line_of(text, offset),
                     offset - (start == std::string_view::npos ? 0 : start + 1));
}

/// Iterator over the characters of a text that counts in `at` how many the parser has taken, which the parser's
/// callback does not tell.
struct Characters {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* next;
  std::size_t* at;

  reference operator*() const { return *next; }
  Characters& operator++() {
    ++next;
    ++*at;
    return *this;
  }
  Characters operator++(int) {
    const Characters before = *this;
    ++*this;
    return before;
  }
  bool operator==(const Characters& other) const { return next == other.next; }
  bool operator!=(const Characters& other) const { return next != other.next; }
};

template <class Json>
Json parse_checked(const std::string& text, const std::string& file, std::size_t most_keys) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) throw InputError(file + ": is empty");
  std::size_t reached = 0;
  const auto fail = [&](const std::string& reason) {
    throw InputError(file + ": " + position(text, reached) + ": " + reason);
  };
  std::vector<std::unordered_set<std::string>> open;  // keys so far of each object and list that is still open
  const auto check = [&](auto event, const Json& value, std::size_t at) {
    using Event = typename Json::parse_event_t;
    reached = at;
    if (event == Event::object_start || event == Event::array_start) {
      open.emplace_back();
      if (open.size() > kDeepest) fail("is nested too deeply");
    } else if (event == Event::object_end || event == Event::array_end) {
      open.pop_back();
    } else if (event == Event::key) {
      const auto& key = value.template get_ref<const std::string&>();
      if (!open.back().insert(key).second) fail("key '" + printable(key) + "' stands twice in one object");
      if (open.back().size() > most_keys) fail(fmt::format("more than {} keys in one object", most_keys));
    }
  };
  std::size_t end = 0;
  try {
    return Json::parse(Characters{text.data(), &end}, Characters{text.data() + text.size(), &end},
                       [&](int, typename Json::parse_event_t event, Json& value) {
                         check(event, value, end);
                         return true;
                       });
  } catch (const typename Json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …"
    std::string reason = error.what();
    for (const std::string_view end_of_label : {"] ", "column "}) {
      const std::size_t label = reason.find(end_of_label);
      if (label != std::string::npos) reason = reason.substr(label + end_of_label.size());
    }
    if (std::isdigit(static_cast<unsigned char>(reason[0])) != 0) reason = reason.substr(reason.find(": ") + 2);
    for (char& c : reason) c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
    reached = end;
    fail("is not JSON: " + reason.substr(0, 200));
    throw;
  }
}

std::string path_of_key(const std::string& path, std::string_view key) {
  return path + (path.empty() ? "" : ".") + printable(key);
}

std::string path_of_item(const std::string& path, std::size_t index) { return fmt::format("{}[{}]", path, index); }

/// The line on which a place of a valid document begins; for a member of an object the line of its key.
std::ptrdiff_t line_of_place(const JsonFile& file, const std::string& path) {
  struct Open {
    std::string path;
    bool list;
    std::size_t items = 0;
    std::string member = {};  ///< the path after the last key
  };
  using Json = nlohmann::ordered_json;
  using Event = Json::parse_event_t;
  std::vector<Open> open;
  std::ptrdiff_t found = 1;
  bool done = path.empty();
  std::size_t at = 0;
  const auto look = [&](int, Event event, Json& value) {
    if (done) return true;
    if (event == Event::object_end || event == Event::array_end) {
      open.pop_back();
      return true;
    }
    std::string here;
    if (event == Event::key) {
      here = open.back().member = path_of_key(open.back().path, value.get_ref<const std::string&>());
    } else if (!open.empty()) {
      here = open.back().list ? path_of_item(open.back().path, open.back().items++) : open.back().member;
    }
    if (event == Event::object_start || event == Event::array_start) {
      open.push_back({.path = here, .list = event == Event::array_start});
    }
    if (here == path) {
      found = line_of(file.text, at);
      done = true;
    }
    return true;
  };
  [[maybe_unused]] const Json again =
      Json::parse(Characters{file.text.data(), &at}, Characters{file.text.data() + file.text.size(), &at}, look);
  return found;
}

void append_value(std::string& text, const nlohmann::ordered_json& value, const std::string& indent) {
  const auto plain = [](const nlohmann::ordered_json& item) { return !item.is_structured(); };
  if (value.is_number_float()) {
    std::string number = fmt::format("{}", value.get<double>());
    // Without a point a whole number would be read as an integer, and the sign of -0 would be lost.
    if (number.find_first_of(".e") == std::string::npos) number += ".0";
    text += number;
  } else if (!value.is_structured() || value.empty()) {
    text += json_dump(value);
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
      text += separator + inner + (value.is_array() ? "" : json_dump(key) + ": ");
      append_value(text, item, inner);
      separator = ",\n";
    }
    text += "\n" + indent + (value.is_array() ? "]" : "}");
  }
}

}  // namespace

std::string json_dump(const nlohmann::ordered_json& document, int indent) {
  return document.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void JsonPlace::fail(const std::string& reason) const {
  throw InputError(path.empty()
                       ? file.name + ": " + reason
                       : fmt::format("{}: line {}: {}: {}", file.name, line_of_place(file, path), path, reason));
}

void JsonPlace::expect_keys(std::span<const std::string_view> required,
                            std::span<const std::string_view> optional) const {
  const std::vector<std::string> present = keys();
  for (const std::string& key : present) {
    if (contains(required, key) || contains(optional, key)) continue;
    std::vector<std::string_view> allowed(required.begin(), required.end());
    allowed.insert(allowed.end(), optional.begin(), optional.end());
    throw InputError(fmt::format("{}: line {}: {}key '{}' is not known here; known: {}", file.name,
                                 line_of_place(file, path_of_key(path, key)), path.empty() ? "" : path + ": ",
                                 printable(key), fmt::join(allowed, ", ")));
  }
  for (const std::string_view key : required) {
    if (!contains(present, key)) fail("key '" + std::string(key) + "' is missing");
  }
}

bool JsonPlace::has(std::string_view key) const { return value.is_object() && value.contains(std::string(key)); }

JsonPlace JsonPlace::at(std::string_view key) const {
  if (!has(key)) fail("key '" + std::string(key) + "' is missing");
  return {.value = value.at(std::string(key)), .file = file, .path = path_of_key(path, key)};
}

std::vector<JsonPlace> JsonPlace::items() const {
  if (!value.is_array()) fail("is not a list");
  std::vector<JsonPlace> all;
  for (std::size_t i = 0; i < value.size(); ++i) {
    all.push_back({.value = value[i], .file = file, .path = path_of_item(path, i)});
  }
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
  return value.get<double>();  // the parser refuses numbers beyond double
}

double JsonPlace::number(double least, double most) const {
  const double number = this->number();
  if (!(number >= least && number <= most)) fail(fmt::format("is not a number from {} to {}", least, most));
  return number;
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

std::string JsonPlace::any_text() const {
  if (!value.is_string()) fail("is not a text");
  return value.get<std::string>();
}

std::vector<std::string> JsonPlace::any_texts() const {
  std::vector<std::string> all;
  for (const JsonPlace& item : items()) all.push_back(item.any_text());
  return all;
}

std::string JsonPlace::text() const {
  std::string text = any_text();
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return std::isprint(static_cast<unsigned char>(c)) != 0; });
  if (text.empty() || text.size() > 200 || !ascii) fail("is not a text of 1 to 200 printable ASCII characters");
  return text;
}

JsonPlace JsonFile::root() const { return {.value = value, .file = *this, .path = ""}; }

JsonFile parse_json(std::string text, std::string file) {
  auto value = parse_checked<nlohmann::ordered_json>(text, file, kMostKeys);
  return {.name = std::move(file), .text = std::move(text), .value = std::move(value)};
}

JsonFile read_json(const std::string& file) { return parse_json(read_file(file), file); }

nlohmann::json parse_foreign_json(const std::string& text, const std::string& file) {
  return parse_checked<nlohmann::json>(text, file, SIZE_MAX);
}

std::string json_text(const nlohmann::ordered_json& document) {
  std::string text;
  append_value(text, document, "");
  return text + "\n";
}

}  // namespace pwlsim::base
