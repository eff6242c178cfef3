// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/nearest_name.h"
#include "sim/rooms.h"

namespace pwlsim::base {

/// The error for a name that no `what` ("unit", "function") has. Its message suggests a similar name and lists the
/// known ones.
inline InputError unknown_name(const char* what, std::string_view name, const std::vector<std::string>& known) {
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  return InputError(std::string("unknown ") + what + " '" + printable(std::string(name)) + "'" +
                    suggestion(name, known) + "; known: " + list);
}

/// The item of that name. Throws unknown_name().
template <class Item>
const Item& find_named(const std::vector<Item>& items, const char* what, std::string_view name) {
  std::vector<std::string> known;
  for (const Item& item : items) {
    if (item.name == name) return item;
    known.push_back(item.name);
  }
  throw unknown_name(what, name, known);
}

}  // namespace pwlsim::base
