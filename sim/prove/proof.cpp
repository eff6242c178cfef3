// SPDX-License-Identifier: Apache-2.0
#include "sim/prove/proof.h"

#include <fmt/format.h>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/base/cache_entry.h"
#include "sim/base/content_hash.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/json_place.h"
#include "sim/base/replace_once.h"
#include "sim/lockstep/rtl_loader.h"
#include "sim/lockstep/rtl_modules.h"
#include "sim/rooms.h"

namespace pwlsim::prove {
namespace fs = std::filesystem;
namespace {

constexpr const char* kProduct = "result.json";

std::vector<Verilog::File> with_fault(std::vector<Verilog::File> rtl, const ProofMutant& mutant) {
  if (mutant.file.empty()) return rtl;
  for (Verilog::File& file : rtl) {
    if (file.name != mutant.file) continue;
    file.text = replace_once(file.text, mutant.text, mutant.faulty, "mutant " + mutant.name + ": " + mutant.file);
    return rtl;
  }
  throw InputError(fmt::format("mutant {}: there is no rtl/{}", mutant.name, mutant.file));
}

std::string key_of(const Proof& proof, const ProofMutant* mutant, const std::vector<Verilog::File>& rtl) {
  ContentHash hash;
  for (const std::string& part : {yosys_version(), abc_version(), proof.name}) hash.add(part);
  hash.add(fmt::format("{} {}", proof.inputs, proof.outputs));
  for (const std::string& part : proof.content) hash.add(part);
  for (const Verilog::File& file : rtl) {
    hash.add(file.name);
    hash.add(file.text);
  }
  hash.add(mutant == nullptr ? "itself" : fmt::format("gate {}", mutant->gate));
  return "proof-" + hash.hex();
}

Attempt decide_now(const Proof& proof, const ProofMutant* mutant, const std::vector<Verilog::File>& rtl,
                   const ProofOptions& options) {
  Attempt result;
  const auto begin = std::chrono::steady_clock::now();
  try {
    const Miter miter = proof.build(rtl, mutant);
    const auto inputs = static_cast<int>(miter.reference_inputs);
    const auto outputs = static_cast<int>(miter.outputs.size() - miter.merged);
    if (inputs != proof.inputs || outputs != proof.outputs) {
      throw VacuousError(fmt::format("{} bits of input and {} of output in place of {} and {}", inputs, outputs,
                                     proof.inputs, proof.outputs));
    }
    result.ands = static_cast<int>(miter.aig.ands());
    const Decision decision = decide(miter, options.timeout, options.cache);
    result.verdict = decision.verdict;
    if (decision.verdict == Verdict::kDifferent) {
      result.counterexample = counterexample_text(miter, decision.counterexample);
    }
  } catch (const VacuousError& error) {
    result.vacuous = error.what();
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

std::string to_json(const Attempt& attempt) {
  const nlohmann::ordered_json json = {{"equal", attempt.verdict == Verdict::kEqual},
                                       {"seconds", attempt.seconds},
                                       {"ands", attempt.ands},
                                       {"counterexample", attempt.counterexample},
                                       {"vacuous", attempt.vacuous},
                                       {"time", static_cast<std::int64_t>(std::time(nullptr))}};
  return json_dump(json, 2) + "\n";
}

Attempt read_attempt(const std::string& path) {
  const JsonFile file = read_json(path);
  const JsonPlace json = file.root();
  json.expect_keys({"equal", "seconds", "ands", "counterexample", "vacuous", "time"});
  return {.verdict = json.at("equal").boolean() ? Verdict::kEqual : Verdict::kDifferent,
          .seconds = json.at("seconds").number(),
          .ands = static_cast<int>(json.at("ands").integer(0, INT32_MAX)),
          .counterexample = json.at("counterexample").any_text(),
          .vacuous = json.at("vacuous").any_text(),
          .cached = json.at("time").integer(0, INT64_MAX)};
}

}  // namespace

std::vector<Verilog::File> files_of(const std::vector<std::string>& modules, const std::vector<Verilog::File>& rtl) {
  const auto module_of = [](const Verilog::File& file) { return fs::path(file.name).stem().string(); };
  std::map<std::string, std::string> texts;
  for (const Verilog::File& file : rtl) texts[module_of(file)] = file.text;
  const std::set<std::string> used = modules_used(modules, texts);
  std::vector<Verilog::File> files;
  for (const Verilog::File& file : rtl) {
    if (used.count(module_of(file)) != 0) files.push_back(file);
  }
  return files;
}

std::vector<Verilog::File> read_rtl() {
  std::vector<Verilog::File> files;
  for (const fs::path& file : rtl_files()) files.push_back({file.filename().string(), read_file(file)});
  if (files.empty()) throw InputError(rtl_folder().string() + ": no files of RTL");
  return files;
}

Attempt attempt(const Proof& proof, const ProofMutant* mutant, const std::vector<Verilog::File>& rtl,
                const ProofOptions& options) {
  std::vector<Verilog::File> faulty = files_of(proof.modules, rtl);
  if (mutant != nullptr) faulty = with_fault(std::move(faulty), *mutant);
  const std::string key = key_of(proof, mutant, faulty);
  CacheEntry entry(options.cache, program_hash(), key, kProduct, options.fresh);
  if (entry.complete()) return read_attempt((entry.folder() / kProduct).string());
  Attempt result = decide_now(proof, mutant, faulty, options);
  // Not kept, because more time may decide it.
  if (result.verdict == Verdict::kUndecided && result.vacuous.empty()) return result;
  write_file((entry.folder() / kProduct).string(), to_json(result), "cache file");
  entry.commit();
  return result;
}

ProofResult judge(const Proof& proof, const Attempt& itself, const std::vector<Attempt>& mutants) {
  ProofResult result{.proof = &proof,
                     .standing = Standing::kProven,
                     .seconds = itself.seconds,
                     .mutants = static_cast<int>(mutants.size()),
                     .refuted = 0,
                     .ands = itself.ands,
                     .message = ""};
  result.itself_cached = itself.cached.has_value();
  if (itself.cached) result.cached.push_back(*itself.cached);
  for (const Attempt& mutant : mutants) {
    if (mutant.cached) result.cached.push_back(*mutant.cached);
  }
  std::string missed;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const bool refuted = mutants[i].vacuous.empty() && mutants[i].verdict == Verdict::kDifferent;
    if (refuted) {
      ++result.refuted;
    } else {
      missed += fmt::format("{}{}{}", missed.empty() ? "" : ", ", proof.mutants[i].name,
                            !mutants[i].vacuous.empty()                 ? " (" + mutants[i].vacuous + ")"
                            : mutants[i].verdict == Verdict::kUndecided ? " (not decided)"
                                                                        : "");
    }
  }
  const auto stands = [&](Standing standing, const std::string& message) {
    result.standing = standing;
    result.message = message;
  };
  if (!itself.vacuous.empty()) {
    stands(Standing::kVacuous, "vacuous: " + itself.vacuous);
  } else if (itself.verdict == Verdict::kDifferent) {
    stands(Standing::kRefuted, "refuted by " + itself.counterexample);
  } else if (itself.verdict == Verdict::kUndecided) {
    stands(Standing::kUndecided, "not decided");
  } else if (mutants.empty()) {
    stands(Standing::kVacuous, "vacuous: there is no mutant to refute");
  } else if (result.refuted < result.mutants) {
    stands(Standing::kVacuous, "vacuous: mutants not refuted: " + missed);
  }
  return result;
}

}  // namespace pwlsim::prove
