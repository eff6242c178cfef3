// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/pwl/error.h"

namespace pwlsim {

/// The item of that name. Throws InputError that calls it a `what` and lists the known names.
template <class Item>
const Item& find_named(const std::vector<Item>& items, const char* what, std::string_view name) {
  std::string known;
  for (const Item& item : items) {
    if (item.name == name) return item;
    known += (known.empty() ? "" : ", ") + item.name;
  }
  throw InputError(std::string("unknown ") + what + " '" + std::string(name) + "'; known: " + known);
}

}  // namespace pwlsim
