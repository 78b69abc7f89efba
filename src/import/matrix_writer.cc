#include "import/matrix_writer.h"

#include "import/rotation.h"
#include "import/row_quantiser.h"

namespace llmzip::importer {
namespace {

// What src/model/model.h lets pass.
constexpr float kLargestScale = 64.0F;
constexpr double kLargestNumber = 1e4;

}  // namespace

void RotateRow(double* numbers, std::uint32_t columns, std::uint32_t block) {
  Rotate(numbers, columns, block);
  const double part = 1.0 / static_cast<double>(block);  // a power of two
  for (std::uint32_t c = 0; c < columns; ++c) numbers[c] *= part;
}

Status ReadPlainRow(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, FoldedRows* rows,
                    std::uint32_t r) {
  LLMZIP_RETURN_IF_ERROR(reader.Read(row, rows->Row(r)));
  if (!matrix.bias.empty()) rows->bias[r] = matrix.bias[row];
  return Status::Ok();
}

Status ReadRowAfterNorm(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, const NormSource& norm,
                        FoldedRows* rows, std::uint32_t r) {
  LLMZIP_RETURN_IF_ERROR(ReadPlainRow(reader, matrix, row, rows, r));
  double* const numbers = rows->Row(r);
  double bias = rows->bias[r];
  for (std::size_t c = 0; c < norm.bias.size(); ++c) bias += numbers[c] * norm.bias[c];
  rows->bias[r] = bias;
  for (std::size_t c = 0; c < norm.gain.size(); ++c) numbers[c] *= norm.gain[c];
  RotateRow(numbers, rows->columns, RotationBlock(rows->columns));
  return Status::Ok();
}

StatusOr<std::vector<float>> CheckedFloats(std::span<const double> numbers, const std::string& name) {
  std::vector<float> floats;
  for (const double number : numbers) {
    if (!(number >= -kLargestNumber && number <= kLargestNumber)) {
      return Status::Corrupt(name + " has values that are too large");
    }
    floats.push_back(static_cast<float>(number));
  }
  return floats;
}

Status CheckScale(float scale, const StoredTensor& tensor) {
  if (scale <= kLargestScale) return Status::Ok();
  return Status::Corrupt(tensor.name + " has values that are too large");
}

Status MatrixWriter::Write(const std::string& name, const Shape& shape, const StoredTensor& about, const Fill& fill) {
  LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".weight"));
  std::vector<float> scales;
  std::vector<double> biases;
  std::vector<std::int8_t> quantised(shape.columns);
  Bytes block(std::size_t{kRowsOfBlock} * shape.columns);
  for (std::uint32_t first = 0; first < PaddedToBlock(shape.rows); first += shape.at_once) {
    FoldedRows folded(shape.at_once, shape.columns);
    LLMZIP_RETURN_IF_ERROR(fill(first, &folded));
    for (std::uint32_t r = 0; r < shape.at_once; ++r) {
      scales.push_back(QuantiseRow({folded.Row(r), shape.columns}, quantised.data()));
      LLMZIP_RETURN_IF_ERROR(CheckScale(scales.back(), about));
      PlaceRow(quantised, r % kRowsOfBlock, block.data());
      if (r % kRowsOfBlock == kRowsOfBlock - 1) LLMZIP_RETURN_IF_ERROR(stream_.Write(block));
    }
    biases.insert(biases.end(), folded.bias.begin(), folded.bias.end());
    LLMZIP_RETURN_IF_ERROR(progress_(folded.numbers.size()));
  }
  LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".scale"));
  LLMZIP_RETURN_IF_ERROR(stream_.WriteFloats(scales));
  if (!shape.has_bias) return Status::Ok();
  LLMZIP_ASSIGN_OR_RETURN(const std::vector<float> floats, CheckedFloats(biases, name + ".bias"));
  LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".bias"));
  return stream_.WriteFloats(floats);
}

}  // namespace llmzip::importer
