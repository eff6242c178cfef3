// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/structures.h"

#include "sim/base/find_named.h"
#include "sim/unit/direct/direct.h"
#include "sim/unit/hardwired/hardwired.h"
#include "sim/unit/pwl_fp/pwl_fp.h"
#include "sim/unit/pwl_int/pwl_int.h"
#include "sim/unit/pwl_int_const/pwl_int_const.h"
#include "sim/unit/pwl_wide/pwl_wide.h"

namespace pwlsim::unit {

const std::vector<const Structure*>& structures() {
  static const std::vector<const Structure*> all = {&pwl_int(), &pwl_fp(),    &pwl_wide(),
                                                    &direct(),  &hardwired(), &pwl_int_const()};
  return all;
}

const Structure& find_structure(std::string_view name) {
  std::vector<std::string> known;
  for (const Structure* structure : structures()) {
    if (structure->name() == name) return *structure;
    known.push_back(structure->name());
  }
  throw unknown_name("structure", std::string(name), known);
}

}  // namespace pwlsim::unit
