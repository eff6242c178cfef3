// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/rooms.h"

namespace pwlsim::base {

struct JsonPlace;

/// A JSON file in memory. Its places refer to it, so it must outlive them.
struct JsonFile {
  std::string name;              ///< for messages: its path
  std::string text;              ///< the whole content, in which lines are counted
  nlohmann::ordered_json value;  ///< the document, keys in the order of the file

  JsonPlace root() const;  ///< the place of the whole document
};

/// A value in a JSON file together with its place. Readers accept what they know and nothing else. All members throw
/// InputError that names file, line and place when the value is not of the type or range that they ask for.
struct JsonPlace {
  const nlohmann::ordered_json& value;  ///< the file's value, or a part of it
  const JsonFile& file;                 ///< in which the place is, for messages
  std::string path;                     ///< such as tables[0].slopes[3]; empty: the whole document

  [[noreturn]] void fail(const std::string& reason) const;  ///< InputError: file, line, place and reason

  /// An object with all of the `required` keys and no others than these and the `optional` ones.
  void expect_keys(std::span<const std::string_view> required, std::span<const std::string_view> optional = {}) const;
  /// The same for keys that stand in the call.
  void expect_keys(std::initializer_list<std::string_view> required,
                   std::initializer_list<std::string_view> optional = {}) const {
    expect_keys(std::span(required.begin(), required.size()), std::span(optional.begin(), optional.size()));
  }

  /// Whether the object has that key.
  bool has(std::string_view key) const;
  /// The value of that key, which the object must have.
  JsonPlace at(std::string_view key) const;

  /// The items of an array.
  std::vector<JsonPlace> items() const;
  std::vector<std::string> keys() const;  ///< of an object, in the order of the file

  /// A finite number; in the second form one from `least` to `most`.
  double number() const;
  double number(double least, double most) const;  ///< from `least` to `most`
  std::vector<double> numbers() const;             ///< an array of finite numbers
  /// A whole number from `least` to `most`.
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  /// A whole number from 0 to 2^64 - 1.
  std::uint64_t whole() const;
  bool boolean() const;  ///< `true` or `false`, but no 0 or 1

  /// A string of 1 to 200 characters of printable ASCII, so that it can go to terminals.
  std::string text() const;
  /// A string of any characters and length.
  std::string any_text() const;
  std::vector<std::string> any_texts() const;  ///< an array, each as any_text()

  /// Calls `work`. An InputError that it throws gets file, line and place put before its message.
  template <class Work>
  auto placed(Work work) const -> decltype(work()) {
    try {
      return work();
    } catch (const InputError& error) {
      fail(error.what());
    }
  }

  /// What `find` returns for the value, a string. An InputError that it throws gets the place put before its message.
  template <class Find>
  auto known(Find find) const -> decltype(find(std::string())) {
    const std::string name = text();
    return placed([&]() -> decltype(auto) { return find(name); });
  }
};

/// Parses a JSON document. Throws InputError with file, line and column for text that is malformed or truncated, for
/// numbers beyond double, for a key that stands twice in one object (the JSON library would keep the last one
/// silently), and for nesting or objects larger than those of any of the project's files.
JsonFile parse_json(std::string text, std::string file);
/// As parse_json() and read_file().
JsonFile read_json(const std::string& file);

/// Parses a JSON document of another program, with its keys sorted. Throws as parse_json() does, but objects may be of
/// any size.
nlohmann::json parse_foreign_json(const std::string& text, const std::string& file);

/// A document as text: on one line, or with `indent` spaces a level. Bytes that are not UTF-8 become U+FFFD. Files that
/// call this compile faster than with the JSON library's own function.
std::string json_dump(const nlohmann::ordered_json& document, int indent = -1);

/// A document as text with two spaces a level and lists of plain values on one line; doubles in the shortest form that
/// reads back bit-equal. Keys keep their order.
std::string json_text(const nlohmann::ordered_json& document);

}  // namespace pwlsim::base
