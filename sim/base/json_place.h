// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/rooms.h"

namespace pwlsim::base {

struct JsonPlace;

/// A JSON file that is read. Its places refer to it, so it must outlive them.
struct JsonFile {
  std::string name;
  std::string text;
  nlohmann::ordered_json value;

  JsonPlace root() const;
};

/// A value in a JSON file and where it stands. Readers accept what they know and nothing else. What is not as asked for
/// is an InputError that names file, line and place.
struct JsonPlace {
  const nlohmann::ordered_json& value;
  const JsonFile& file;
  std::string path;  ///< such as tables[0].slopes[3]; empty: the whole document

  [[noreturn]] void fail(const std::string& reason) const;

  /// An object with all of the `required` keys and no others than these and the `optional` ones.
  void expect_keys(std::span<const std::string_view> required, std::span<const std::string_view> optional = {}) const;
  void expect_keys(std::initializer_list<std::string_view> required,
                   std::initializer_list<std::string_view> optional = {}) const {
    expect_keys(std::span(required.begin(), required.size()), std::span(optional.begin(), optional.size()));
  }

  bool has(std::string_view key) const;
  JsonPlace at(std::string_view key) const;

  std::vector<JsonPlace> items() const;
  std::vector<std::string> keys() const;  ///< in the order of the file

  double number() const;
  double number(double least, double most) const;
  std::vector<double> numbers() const;
  std::int64_t integer(std::int64_t least, std::int64_t most) const;
  std::uint64_t whole() const;
  bool boolean() const;

  /// Not empty, of printable ASCII, at most 200 characters: it goes to terminals.
  std::string text() const;
  /// Of any characters and length.
  std::string any_text() const;
  std::vector<std::string> any_texts() const;

  /// Calls `work`; its InputError gets the place.
  template <class Work>
  auto placed(Work work) const -> decltype(work()) {
    try {
      return work();
    } catch (const InputError& error) {
      fail(error.what());
    }
  }

  /// Text that `find` knows; its InputError, with the place.
  template <class Find>
  auto known(Find find) const -> decltype(find(std::string())) {
    const std::string name = text();
    return placed([&]() -> decltype(auto) { return find(name); });
  }
};

/// Parses a JSON document. Throws InputError with file, line and column: malformed, truncated, numbers beyond double,
/// a key twice in one object (the library keeps the last), nesting or objects larger than any of the project's files.
JsonFile parse_json(std::string text, std::string file);
JsonFile read_json(const std::string& file);

/// The document of another program, with its keys sorted. As above, but objects may be of any size.
nlohmann::json parse_foreign_json(const std::string& text, const std::string& file);

/// A document as text with two blanks a level and lists of plain values on one line; doubles in the shortest form that
/// reads back bit-equal. Keys keep their order.
std::string json_text(const nlohmann::ordered_json& document);

}  // namespace pwlsim::base
