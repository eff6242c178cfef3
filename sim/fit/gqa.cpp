// SPDX-License-Identifier: Apache-2.0
#include "sim/fit/gqa.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "sim/fit/grid_mse.h"
#include "sim/fit/request.h"

namespace pwlsim::fit {
namespace {

constexpr const char* kMethod = "gqa";

/// The range and rules of the search for breakpoints.
struct Space {
  double lo, hi;              // breakpoints lie in [lo, hi]
  double outer_lo, outer_hi;  // outer ends of the first and the last chord
  bool rounding;              // whether mutation rounds
};

/// A breakpoint, with the data for the chords on both its sides.
struct Gene {
  double x;
  double value;  // of the function at x
  int below;     // number of grid points below x
};

struct Individual {
  std::vector<Gene> genes;
  double error = 0;
  bool changed = true;  // since the error was calculated
};

struct Search {
  const Function& function;
  Space space;
  ErrorGrid grid;
  Gene first, last;  // the outer ends
  int population, generations, tournament;
  double crossover, mutation;
  int rounding_from, rounding_to;
  double rounding_probability, noise_probability, sigma;
  double steps;  // slopes and intercepts are multiples of 1/steps; 0: of nothing
};

/// The authors' choices by function, and similar ones for other functions.
Space default_space(const Function& function, int entries) {
  const std::string& name = function.name;
  // Below -6.5 exp is a tenth of 1/64. With more than 8 entries, breakpoints there would be wasted.
  if (name == "exp") return {.lo = entries > 8 ? -6.5 : -8, .hi = 0, .outer_lo = -16, .outer_hi = 0, .rounding = true};
  if (name == "div") return {.lo = 0.625, .hi = 3.875, .outer_lo = 0.5, .outer_hi = 4, .rounding = false};
  if (name == "rsqrt") return {.lo = 0.25, .hi = 3.875, .outer_lo = 0.25, .outer_hi = 4, .rounding = false};
  // Functions with asymptotes; others are not used beyond the range.
  for (const char* asymptotic : {"gelu", "hswish", "silu", "sigmoid", "tanh"}) {
    if (name == asymptotic) {
      return {.lo = function.lo, .hi = function.hi, .outer_lo = -1e4, .outer_hi = 1e4, .rounding = true};
    }
  }
  return {.lo = function.lo, .hi = function.hi, .outer_lo = function.lo, .outer_hi = function.hi, .rounding = true};
}

int default_rounding_from(const Function& function, int entries) {
  return (function.name == "gelu" && entries == 8) || (function.name == "hswish" && entries == 16) ? 2 : 0;
}

/// Rounds to a multiple of 1/steps, a power of two.
double rounded(double number, double steps) {
  // nearbyint() rounds half to even in the default rounding mode, as the authors' code does.
  return std::nearbyint(number * steps) / steps;
}

Gene make_gene(const Search& search, double x) {
  return {.x = x, .value = search.function.exact(x), .below = search.grid.below(x)};
}

Line chord(const Search& search, const Gene& from, const Gene& to) {
  if (from.x == to.x) return {0, 0};
  const double slope = (to.value - from.value) / (to.x - from.x);
  const double intercept = from.value - slope * from.x;
  if (search.steps == 0) return {slope, intercept};
  return {rounded(slope, search.steps), rounded(intercept, search.steps)};
}

/// Sorts the genes and calculates the error by the authors' metric: a grid point on a breakpoint belongs to the segment
/// on its right.
void evaluate(const Search& search, Individual& individual) {
  std::vector<Gene>& genes = individual.genes;
  std::sort(genes.begin(), genes.end(), [](const Gene& a, const Gene& b) { return a.x < b.x; });
  double sum = 0;
  const Gene* from = &search.first;
  int first = 0;
  for (const Gene& gene : genes) {
    if (gene.below > first) sum += search.grid.squared_error(first, gene.below, chord(search, *from, gene));
    first = gene.below;
    from = &gene;
  }
  if (first < search.grid.size()) {
    sum += search.grid.squared_error(first, search.grid.size(), chord(search, *from, search.last));
  }
  individual.error = sum / search.grid.size();
  individual.changed = false;
}

const Individual& tournament(const Search& search, const std::vector<Individual>& population, Random& random) {
  const Individual* best = nullptr;
  for (int i = 0; i < search.tournament; ++i) {
    const Individual& candidate = population[random.below(static_cast<std::uint32_t>(population.size()))];
    if (!best || candidate.error < best->error) best = &candidate;
  }
  return *best;
}

/// Swaps a random stretch of genes; never one that starts with the first (as in DEAP, which the authors use).
void cross(Individual& a, Individual& b, Random& random) {
  if (a.genes.size() < 2) return;  // nothing to exchange with a single gene
  const auto n = static_cast<std::uint32_t>(a.genes.size());
  std::uint32_t from = 1 + random.below(n);
  std::uint32_t to = 1 + random.below(n - 1);
  if (to >= from) {
    ++to;
  } else {
    std::swap(from, to);
  }
  std::swap_ranges(a.genes.begin() + from, a.genes.begin() + to, b.genes.begin() + from);
  a.changed = b.changed = true;
}

double mutated(const Search& search, double x, Random& random) {
  const Space& space = search.space;
  const double noise_from = 1 - search.noise_probability;
  if (!space.rounding) {
    if (random.uniform() >= noise_from) x += search.sigma * random.normal();
    return std::clamp(x, space.lo, space.hi);
  }
  for (int j = search.rounding_from; j <= search.rounding_to; ++j) {
    const double p = random.uniform();
    if (p >= search.rounding_probability * j && p < search.rounding_probability * (j + 1)) {
      x = std::clamp(rounded(x, 1 << j), space.lo, space.hi);
    } else if (p >= noise_from) {
      x += search.sigma * random.normal();
    }
  }
  return std::clamp(x, space.lo, space.hi);
}

void mutate(const Search& search, Individual& individual, Random& random) {
  for (Gene& gene : individual.genes) {
    const double x = mutated(search, gene.x, random);
    if (x != gene.x) gene = make_gene(search, x);
  }
  individual.changed = true;
}

Individual random_individual(const Search& search, int genes, Random& random) {
  const Space& space = search.space;
  Individual individual;
  for (int i = 0; i < genes; ++i) {
    individual.genes.push_back(make_gene(search, space.lo + (space.hi - space.lo) * random.uniform()));
  }
  evaluate(search, individual);
  return individual;
}

void next_generation(const Search& search, const std::vector<Individual>& population,
                     std::vector<Individual>& offspring, Random& random) {
  for (Individual& child : offspring) child = tournament(search, population, random);
  for (std::size_t i = 1; i < offspring.size(); i += 2) {
    if (random.chance(search.crossover)) cross(offspring[i - 1], offspring[i], random);
  }
  for (Individual& child : offspring) {
    if (random.chance(search.mutation)) mutate(search, child, random);
  }
  for (Individual& child : offspring) {
    if (child.changed) evaluate(search, child);
  }
}

Table to_table(const Search& search, const Individual& individual) {
  Table table;
  table.function = search.function.name;
  table.method = kMethod;
  const Gene* from = &search.first;
  const auto add_line = [&](const Gene& to) {
    const Line line = chord(search, *from, to);
    table.slopes.push_back(line.slope);
    table.intercepts.push_back(line.intercept);
    from = &to;
  };
  for (const Gene& gene : individual.genes) {
    table.breakpoints.push_back(gene.x);
    add_line(gene);
  }
  add_line(search.last);
  return table;
}

Space read_space(const FitRequest& request) {
  Space space = default_space(request.function, request.format.entries);
  space.lo = optional_setting(request, kMethod, "breakpoint_lo", space.lo);
  space.hi = optional_setting(request, kMethod, "breakpoint_hi", space.hi);
  if (!(space.lo < space.hi && space.lo >= space.outer_lo && space.hi <= space.outer_hi)) {
    throw InputError("method gqa: breakpoint_lo and breakpoint_hi must be an ascending range within " +
                     std::to_string(space.outer_lo) + " … " + std::to_string(space.outer_hi));
  }
  const int rounding = whole_setting(request, kMethod, "rounding", -1, 1);
  if (rounding >= 0) space.rounding = rounding == 1;
  return space;
}

Search read_request(const FitRequest& request) {
  const auto real = [&](const char* name, double lo, double hi) {
    return real_setting(request, kMethod, name, lo, hi);
  };
  const auto whole = [&](const char* name, int lo, int hi) { return whole_setting(request, kMethod, name, lo, hi); };
  constexpr int kMany = 1'000'000;
  const Function& function = request.function;
  Search search{function,
                read_space(request),
                ErrorGrid(function, real("grid_step", 1e-5, function.hi - function.lo)),
                {},
                {},
                whole("population", 2, kMany),
                whole("generations", 0, kMany),
                whole("tournament", 1, kMany),
                real("crossover", 0, 1),
                real("mutation", 0, 1),
                whole("rounding_from", -1, 30),
                whole("rounding_to", 0, 30),
                real("rounding_probability", 0, 1),
                real("noise_probability", 0, 1),
                real("sigma", 0, 1e3),
                {}};
  search.first = make_gene(search, search.space.outer_lo);
  search.last = make_gene(search, search.space.outer_hi);
  if (search.rounding_from < 0) search.rounding_from = default_rounding_from(function, request.format.entries);
  if (search.rounding_probability * (search.rounding_to + 1) > 1) {
    throw InputError("method gqa: rounding_probability times the rounding_to + 1 roundings is more than 1");
  }
  const int fraction_bits = whole("fraction_bits", -1, 52);
  if (fraction_bits >= 0 || !request.format.floats) {
    search.steps = std::ldexp(1, fraction_bits >= 0 ? fraction_bits : request.format.slope_width - 2);
  }
  return search;
}

}  // namespace

std::vector<FitSetting> gqa_settings() {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  return {
      {"population", 50, "individuals"},
      {"generations", 500, "generations"},
      {"tournament", 3, "individuals that compete for a place in the next generation"},
      {"crossover", 0.7, "probability that a pair is crossed, at two points"},
      {"mutation", 0.2, "probability that an individual mutates"},
      {"rounding", -1, "1: mutation rounds breakpoints; 0: noise only; -1: 0 for div and rsqrt, else 1"},
      {"rounding_from", -1, "fewest fraction bits to round to; -1: 2 for gelu, 8 and hswish, 16 entries, else 0"},
      {"rounding_to", 6, "most fraction bits to round to"},
      {"rounding_probability", 0.05, "of each of these roundings of a breakpoint of a mutant"},
      {"noise_probability", 0.1, "of noise, at each chance of a rounding"},
      {"sigma", 0.2, "standard deviation of the noise"},
      {"grid_step", 0.01, "distance of the inputs over which the squared error is averaged"},
      {"fraction_bits", -1, "of slopes and intercepts; -1: width - 2 in integer units, else not rounded"},
      {"breakpoint_lo", kNone, "least breakpoint; nan: by function"},
      {"breakpoint_hi", kNone, "greatest breakpoint; nan: by function"},
  };
}

Table fit_gqa(const FitRequest& request) {
  require_plain_mse(request, kMethod);
  const Search search = read_request(request);
  Random random(request.seed);
  std::vector<Individual> population;
  for (int i = 0; i < search.population; ++i) {
    population.push_back(random_individual(search, request.format.entries - 1, random));
  }
  std::vector<Individual> offspring(population.size());
  for (int i = 0; i < search.generations; ++i) {
    next_generation(search, population, offspring, random);
    population.swap(offspring);  // complete replacement: even the best individual is not kept
  }
  return to_table(search, *std::min_element(population.begin(), population.end(),
                                            [](const auto& a, const auto& b) { return a.error < b.error; }));
}

}  // namespace pwlsim::fit
