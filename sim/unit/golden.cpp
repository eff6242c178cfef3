// SPDX-License-Identifier: Apache-2.0
#include "sim/unit/golden.h"

#include "sim/base/error.h"

namespace pwlsim::unit {

GoldenUnit::GoldenUnit(const UnitConfig& config) : golden_(config.structure->make_golden(config)) {}

GoldenUnit::GoldenUnit(const UnitTable& table) : GoldenUnit(table.config) {
  for (const RegisterWrite& entry : table.writes()) write(entry);
}

GoldenModel::GoldenModel(const UnitConfig& config) : GoldenModel(config, config.latency()) {}

GoldenModel::GoldenModel(const UnitConfig& config, int latency) {
  if (latency < 1 || latency > kMostLatency) {
    throw InputError("latency " + std::to_string(latency) + " is out of range: 1 to " + std::to_string(kMostLatency));
  }
  pipeline_ = config.structure->make_pipeline(config, latency);
}

}  // namespace pwlsim::unit
