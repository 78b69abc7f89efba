#include "filters/deltas/deltas.h"

#include <algorithm>

#include "content/records_parameters.h"
#include "filters/deltas/column_deltas.h"
#include "filters/deltas/row_deltas.h"

namespace llmzip::deltas {
namespace {

constexpr std::uint8_t kColumns = 1;
constexpr std::uint8_t kRows = 2;
constexpr std::uint8_t kSubtract = 16;

Status Corrupt() { return Status::Corrupt("deltas: the parameters are out of range"); }

Status InverseColumns(const RecordsParameters& records, ByteView parameters, ByteView filtered,
                      std::span<std::uint8_t> raw) {
  if (parameters.empty()) return Corrupt();
  const Columns columns{parameters[0], Bytes(parameters.begin() + 1, parameters.end())};
  const bool width_fits = (columns.width >= 1 && columns.width <= 4) || columns.width == 8;
  if (!width_fits || columns.predictors.empty() || columns.predictors.size() > Columns::kMostColumns ||
      columns.predictors.size() * columns.width != records.stride ||
      std::ranges::max(columns.predictors) >= Columns::kPredictors) {
    return Corrupt();
  }
  columns.Inverse(records, filtered, raw);
  return {};
}

Status InverseRows(const RecordsParameters& records, ByteView parameters, ByteView filtered,
                   std::span<std::uint8_t> raw) {
  if (parameters.size() != 1 || !Rows::Possible(records)) return Corrupt();
  const Rows rows{static_cast<std::uint8_t>(parameters[0] & ~kSubtract), (parameters[0] & kSubtract) != 0};
  if (rows.predictor >= Rows::kPredictors) return Corrupt();
  rows.Inverse(records, filtered, raw);
  return {};
}

}  // namespace

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters) {
  const auto records = RecordsParameters::Parse(segment.parameters);
  if (!records.ok()) return false;
  Bytes differences(raw.size());
  if (Rows::Possible(*records)) {
    const auto rows = Rows::Choose(*records, raw);
    if (!rows.has_value()) return false;
    rows->Forward(*records, raw, differences);
    *parameters = {kRows, static_cast<std::uint8_t>(rows->predictor | (rows->subtract ? kSubtract : 0))};
  } else {
    const auto columns = Columns::Choose(*records, raw);
    if (!columns.has_value()) return false;
    columns->Forward(*records, raw, differences);
    *parameters = {kColumns, static_cast<std::uint8_t>(columns->width)};
    parameters->insert(parameters->end(), columns->predictors.begin(), columns->predictors.end());
  }
  *filtered = std::move(differences);
  return true;
}

Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw) {
  LLMZIP_ASSIGN_OR_RETURN(const auto records, RecordsParameters::Parse(segment.parameters));
  const ByteView rest = parameters.subspan(1);
  if (parameters[0] == kColumns) return InverseColumns(records, rest, filtered, raw);
  if (parameters[0] == kRows) return InverseRows(records, rest, filtered, raw);
  return Corrupt();
}

}  // namespace llmzip::deltas
