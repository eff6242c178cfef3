// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/unit_models.h"

#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

#include "sim/base/cache_entry.h"
#include "sim/base/error.h"
#include "sim/base/find_named.h"
#include "sim/cost/power/gates.h"
#include "sim/lockstep/systemc_model.h"
#include "sim/lockstep/watchdog.h"
#include "sim/rooms.h"
#include "sim/unit/plain_name.h"

namespace pwlsim::experiment {
namespace {

/// The models in the order in which they are built: the largest first, so that none of them is left to one core at the
/// end.
std::vector<UnitModels*> largest_first(std::vector<UnitModels>& models) {
  std::vector<UnitModels*> order;
  for (UnitModels& model : models) order.push_back(&model);
  std::stable_sort(order.begin(), order.end(), [](const UnitModels* a, const UnitModels* b) {
    return a->unit->y_width() * a->unit->entries > b->unit->y_width() * b->unit->entries;
  });
  return order;
}

/// Does something for each of the models, on all cores, with progress.
void for_each_model(std::vector<UnitModels>& models, const char* doing, Feedback& feedback,
                    const std::function<void(UnitModels&)>& make) {
  const std::vector<UnitModels*> order = largest_first(models);
  const auto line = [&](std::size_t done) { return fmt::format("{}: {} of {} units", doing, done, order.size()); };
  feedback.progress(line(0));
  for_each_with_progress(order.size(), feedback, line, [&](std::size_t i) { make(*order[i]); });
}

/// The writers of waveforms crash on a file that they cannot open.
std::string create_waveform(UnitModels& models, const std::string& file) {
  if (!std::ofstream(file)) throw_file_error("--trace " + file, errno);
  models.waveforms.push_back(file);
  return file;
}

}  // namespace

std::vector<UnitModel*> UnitModels::all() const {
  std::vector<UnitModel*> models;
  for (UnitModel* const model : {systemc.get(), rtl.get(), static_cast<UnitModel*>(gates.get())}) {
    if (model != nullptr) models.push_back(model);
  }
  return models;
}

void end_models(const std::vector<UnitModels>& models, const std::string& again) {
  for (const UnitModels& unit : models) {
    watched_work() = {fmt::format("{}; again: {}", unit.unit->name, again), 0};
    try {
      for (UnitModel* const model : unit.all()) model->end();
    } catch (const UnitStopped& stopped) {
      throw UnitStopped(fmt::format("{}\n  at the end of {}; again: {}", stopped.what(), unit.unit->name, again));
    }
  }
}

std::string waveform_text(const std::vector<UnitModels>& models) {
  std::string text;
  for (const UnitModels& model : models) {
    for (const std::string& file : model.waveforms) text += (text.empty() ? "waveforms: " : ", ") + file;
  }
  return text.empty() ? text : text + "\n";
}

std::optional<Technology> technology_of(const RunRequest& request, Feedback& feedback) {
  if (!request.cost.wanted) return {};
  return technology_of(request.cost.library, feedback);
}

std::vector<UnitModels> load_unit_models(const RunRequest& request, const std::vector<const UnitConfig*>& units,
                                         const std::optional<Technology>& technology, Feedback& feedback) {
  const RtlLoader loader;
  const bool trace = !request.trace.empty();
  std::vector<UnitModels> models(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    models[i].unit = units[i];
    models[i].latency = request.latency.value_or(units[i]->latency());
  }
  if (technology) {
    const TableStorage storage = find_named(table_storages(), "table storage", request.cost.storage).value;
    for_each_model(models, "synthesis", feedback, [&](UnitModels& model) {
      SynthesisRequest wanted{model.unit, &*technology, request.cost.clock, storage};
      if (request.has_rtl()) wanted.rtl = rtl_source(request, *model.unit);
      model.synthesis = synthesise(wanted, default_cache());
    });
  }
  const auto gates_of = [&](const UnitModels& model) {
    return gates_rtl(loader, {model.synthesis->folder / "netlist.v", model.synthesis->netlist, technology->library});
  };
  for_each_model(models, "verilating", feedback, [&](UnitModels& model) {
    loader.build(rtl_source(request, *model.unit), *model.unit, trace);
    if (technology) loader.build(gates_of(model), *model.unit, trace);
  });
  for (UnitModels& model : models) {
    const UnitConfig& unit = *model.unit;
    const std::string prefix = request.trace + "." + plain_name(unit);
    const auto waveform = [&](const char* ending) { return trace ? create_waveform(model, prefix + ending) : ""; };
    const RtlSource rtl = rtl_source(request, unit);
    model.lacks = rtl.lacks;
    model.rtl = loader.load(rtl, unit, request.seed, waveform(".fst"));
    if (model.latency == unit.latency()) {
      if (trace) model.vcd = std::make_unique<WaveformPipe>(waveform(".vcd"));
      model.systemc = make_systemc_model(unit, trace ? model.vcd->stem() : "");
    }
    if (technology) {
      model.gates = loader.load_netlist(gates_of(model), unit, request.seed, waveform(".gates.fst"));
    }
  }
  return models;
}

}  // namespace pwlsim::experiment
