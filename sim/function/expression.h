// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "sim/function/function.h"
#include "sim/rooms.h"

namespace pwlsim::function {

/// The function of x that an expression is, such as "x*tanh(log(1+exp(x)))". Numbers, x, pi and e; + - * / ^, ( ),
/// comparisons (1 or 0), && ||, a ? b : c; the functions that expression_functions() lists. Its values are the same on
/// every CPU. It may be called from several threads. Throws InputError that names the place for what is none.
std::function<double(double)> parse_expression(const std::string& text);

/// What an expression calls a built-in function, whose own name may have a "-".
std::string name_in_expressions(const Function& function);

/// What an expression may call, with commas between: for help and messages.
std::string expression_functions();

}  // namespace pwlsim::function
