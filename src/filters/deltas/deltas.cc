#include "filters/deltas/deltas.h"

#include <algorithm>

#include "content/records_parameters.h"
#include "filters/deltas/column_deltas.h"

namespace llmzip::deltas {

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters) {
  const auto records = RecordsParameters::Parse(segment.parameters);
  if (!records.ok() || records->step != records->stride) return false;
  const auto columns = Columns::Choose(*records, raw);
  if (!columns.has_value()) return false;
  filtered->resize(raw.size());
  columns->Forward(*records, raw, *filtered);
  *parameters = {static_cast<std::uint8_t>(columns->width)};
  parameters->insert(parameters->end(), columns->predictors.begin(), columns->predictors.end());
  return true;
}

Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw) {
  LLMZIP_ASSIGN_OR_RETURN(const auto records, RecordsParameters::Parse(segment.parameters));
  const Columns columns{parameters[0], Bytes(parameters.begin() + 1, parameters.end())};
  const bool width_fits = (columns.width >= 1 && columns.width <= 4) || columns.width == 8;
  if (!width_fits || columns.predictors.empty() || columns.predictors.size() > Columns::kMostColumns ||
      columns.predictors.size() * columns.width != records.stride ||
      std::ranges::max(columns.predictors) >= Columns::kPredictors) {
    return Status::Corrupt("deltas: the parameters are out of range");
  }
  columns.Inverse(records, filtered, raw);
  return {};
}

}  // namespace llmzip::deltas
