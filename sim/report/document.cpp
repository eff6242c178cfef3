// SPDX-License-Identifier: Apache-2.0
#include "sim/report/document.h"

#include <fmt/format.h>
#include <cmath>

#include "sim/report/document_text.h"

namespace pwlsim::report {

Cell::Cell() = default;
Cell::Cell(const Cell& other) = default;
Cell::Cell(Cell&& other) noexcept = default;
Cell& Cell::operator=(const Cell& other) = default;
Cell& Cell::operator=(Cell&& other) noexcept = default;
Cell::~Cell() = default;

Cell::Cell(DataTable nested) : value(std::make_shared<const DataTable>(std::move(nested))) {}

std::string show_shortest(double value) { return fmt::format("{}", value); }

std::string show_plain_digits(double value) {
  return value >= 999.5 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string show_signed_percent(double value) { return fmt::format("{:+.1f} %", 100 * value); }

std::string show_percent(double value) { return fmt::format("{:.1f} %", 100 * value); }

template <int kDigits>
std::string show_digits(double value) {
  return fmt::format("{:.{}g}", value, kDigits);
}

template <int kDecimals>
std::string show_decimals(double value) {
  return fmt::format("{:.{}f}", value, kDecimals);
}

template std::string show_digits<2>(double);
template std::string show_digits<3>(double);
template std::string show_digits<4>(double);
template std::string show_digits<6>(double);
template std::string show_decimals<0>(double);
template std::string show_decimals<1>(double);
template std::string show_decimals<2>(double);
template std::string show_decimals<3>(double);

namespace {

struct Shown {
  const Column& column;

  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const { return text; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return std::isnan(number) ? "-" : column.show(number); }
  std::string operator()(bool flag) const { return flag ? "yes" : "no"; }
  std::string operator()(const Cell::List& list) const {
    std::string text;
    for (const Cell& item : list) text += (text.empty() ? "" : ", ") + shown_text(item, column);
    return text;
  }
  std::string operator()(const std::shared_ptr<const DataTable>&) const { return ""; }
};

}  // namespace

std::string shown_text(const Cell& cell, const Column& column) {
  return one_line(cell.shown ? *cell.shown : std::visit(Shown{column}, cell.value));
}

}  // namespace pwlsim::report
