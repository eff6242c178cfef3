// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/rooms.h"

namespace pwlsim::experiment {

/// What a user says of functions.
struct FunctionTexts {
  /// Names, "all", expressions of x, or files of samples (two columns of CSV, or pairs in NumPy's format; the ending is
  /// .csv, .txt or .npy). NAME= may go before the last two; without it the name is f, or that of the file.
  std::vector<std::string>& functions;
  const std::string& range;  ///< "LO:HI": fitted range of all of them; empty: their own
  std::string& tails;        ///< "hold", "free", or two lines "LO:HI", such as 0:x, which are held
};

/// Makes these functions known (define_function) and leaves their names in the place of the texts, and "hold" in that
/// of two lines. A built-in function with another range or other tails becomes one of its own, such as "gelu[-2:2]".
/// Names that are not known stay: a file of tables may bring their functions. Throws InputError for everything else
/// that is wrong.
void define_functions(const FunctionTexts& texts);

/// The files of samples among these texts.
std::vector<std::string> sample_files(const std::vector<std::string>& functions);

/// The words of the command line that say the same as these functions, each with a blank before it: --function, and
/// --range and --tails where they have them. `tails` is "hold" or "free", and empty where --tails is not to be said.
std::string function_arguments(const std::vector<const Function*>& functions, const std::string& tails);

}  // namespace pwlsim::experiment
