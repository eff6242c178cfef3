// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/experiment/feedback.h"
#include "sim/experiment/weights.h"
#include "sim/fit/optimal.h"
#include "sim/fit/table_error.h"
#include "sim/fit/table_file.h"
#include "sim/rooms.h"
#include "sim/unit/unit_table.h"

namespace pwlsim::experiment {

/// Tables of files that are to be judged.
struct EvaluationRequest {
  std::vector<std::string> files;
  std::vector<std::string> functions = {}, units = {};  ///< of tables whose file does not say them
  std::vector<int> scales;  ///< in place of those in the files, for integer units; empty: those
  WeightsRequest weights;
};

/// A table at one scale, or the mean of several.
struct Evaluation {
  std::string file;
  FittedTable table;
  std::optional<UnitTable> registers;  ///< not of a mean
  TableError error;
  double nmse = 0, bias_share = 0;    ///< of the error
  double grid_mse = 0;                ///< of the table's real numbers on a grid of 0.01; NaN where it has no lines
  std::optional<ErrorBound> optimum;  ///< the least MSE of any table, or what it cannot be below
  int count = 1;                      ///< of which it is the mean

  bool same_series(const Evaluation& other) const {
    return file == other.file && table.table.function == other.table.table.function && table.unit == other.table.unit &&
           table.table.method == other.table.table.method;
  }
};

/// How good the tables are at each of their scales, in the order of the files. Tables of one function, unit and method
/// in one file are followed by their mean, if there are several. Throws InputError that names the table.
std::vector<Evaluation> evaluate_tables(const EvaluationRequest& request, Feedback& feedback);

/// The units of these, each once.
std::vector<const UnitConfig*> units_of(const std::vector<Evaluation>& evaluations);

}  // namespace pwlsim::experiment
