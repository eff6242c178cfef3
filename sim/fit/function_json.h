// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/base/json_place.h"
#include "sim/function/function.h"

namespace pwlsim::fit {

/// A user's function as a file of tables holds it: what define_function() needs.
nlohmann::ordered_json definition_json(const Function& function);

/// Makes the function of a file known. Throws InputError that names file and place.
const Function& read_definition(const std::string& name, const JsonPlace& place);

}  // namespace pwlsim::fit
