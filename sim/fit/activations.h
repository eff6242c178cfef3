// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/function/function.h"
#include "sim/rooms.h"

namespace pwlsim::fit {

/// Activations that a unit gets as one number, because it rounds and clips its inputs. Sums are those of the function
/// at the activations themselves: that is what the network had before the unit took the function's place.
struct Gathered {
  double x;       ///< what the unit gets
  double count;   ///< activations
  double sum_f;   ///< of f
  double spread;  ///< sum of the squared distances of f from its mean; no result of the unit can be nearer

  /// Mean of f: the best result for x.
  double mean() const { return sum_f / count; }
  /// Takes in further activations of the same x.
  void add(const Gathered& other);
};

/// Variance of f over all of these; 0 where it is no more than rounding.
double variance_of(const std::vector<Gathered>& all);

/// Activations by the code that an integer unit gets for them: all that a fit needs of a recording, in a small file.
struct Histogram {
  std::string name;             ///< of its file, for messages
  std::string function;         ///< name of the function that the sums are of
  std::string definition;       ///< of a user's function: what it is; empty: not known
  int width;                    ///< bits of codes
  int scale;                    ///< x = code * 2^-scale
  std::vector<Gathered> codes;  ///< those that occur, ascending in x
};

/// Inputs that a function gets in a network: numbers as recorded, or a histogram of them. Empty: unknown.
struct Activations {
  std::vector<double> numbers = {};         ///< each counts once; nothing rounded or clipped yet
  std::optional<Histogram> histogram = {};  ///< in place of the numbers

  bool empty() const { return numbers.empty() && !histogram; }  ///< whether nothing is known of the inputs
};

/// The activations by what a unit gets for them (it may be infinite), ascending in x. Those at which the function has
/// no finite value are left out. Throws InputError for a histogram, which is of codes.
std::vector<Gathered> gather(const Activations& activations, const Function& function,
                             const std::function<double(double)>& rounded);

/// The same for a unit with codes of that width and scale. Throws InputError for a histogram of others, or of another
/// function.
std::vector<Gathered> gather_codes(const Activations& activations, const Function& function, int width, int scale);

/// What a histogram says of a user's function, by which another one of the same name is told apart; empty: built in.
std::string definition_text(const Function& function);

/// The text of a histogram: comma-separated values, a line for each code.
std::string histogram_csv(const Histogram& histogram);

/// Whether a text is such a histogram.
bool is_histogram(const std::string& text);

/// Reads such a text; the last column, the spread, may be missing: f then counts as the same at all activations of a
/// code. Throws InputError that names the file and the line.
Histogram parse_histogram(const std::string& text, const std::string& name);

}  // namespace pwlsim::fit
