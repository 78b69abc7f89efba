#include "import/folding.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "import/exact_math.h"
#include "import/rotary_speeds.h"
#include "import/rotation.h"
#include "import/row_quantiser.h"
#include "import/row_reader.h"

namespace llmzip::importer {
namespace {

constexpr std::uint32_t kRowsAtOnce = 16;
constexpr float kLargestScale = 64.0F;
constexpr double kLargestNumber = 1e4;

constexpr std::uint32_t PaddedTo16(std::uint32_t value) { return (value + 15) / 16 * 16; }

/// Some rows of a folded matrix, and what their bias is.
struct FoldedRows {
  std::uint32_t columns = 0;
  std::vector<double> numbers;
  std::vector<double> bias;

  FoldedRows(std::uint32_t count, std::uint32_t width)
      : columns(width), numbers(std::size_t{count} * width), bias(count) {}
  double* Row(std::size_t row) { return numbers.data() + row * columns; }
};

class FoldingWriter {
 public:
  FoldingWriter(const TensorStore& tensors, const LanguageSource& source, const LanguageConfig& config,
                ModelStream& stream, const FoldingProgress& progress)
      : tensors_(tensors),
        source_(source),
        config_(config),
        stream_(stream),
        progress_(progress),
        true_head_width_(source.config.head_width) {}

  Status WriteEmbedding(const TokenOrder& order) {
    RowReader reader(tensors_, source_.embedding);
    LLMZIP_RETURN_IF_ERROR(stream_.Begin("embedding.weight"));
    std::vector<double> row(config_.width);
    std::vector<std::int8_t> quantised(config_.width);
    std::vector<float> scales;
    for (const std::uint32_t id : order.ids) {
      LLMZIP_RETURN_IF_ERROR(reader.Read(id, row.data()));
      scales.push_back(QuantiseRow(row, quantised.data()));
      LLMZIP_RETURN_IF_ERROR(CheckScale(scales.back(), *source_.embedding.tensor));
      LLMZIP_RETURN_IF_ERROR(
          stream_.Write({reinterpret_cast<const std::uint8_t*>(quantised.data()), quantised.size()}));
      LLMZIP_RETURN_IF_ERROR(progress_(row.size()));
    }
    LLMZIP_RETURN_IF_ERROR(stream_.Begin("embedding.scale"));
    return stream_.WriteFloats(scales);
  }

  Status WritePlaces() {
    if (source_.positions == nullptr) {
      LLMZIP_RETURN_IF_ERROR(stream_.Begin("rotation.phases"));
      std::vector<std::uint32_t> phases;
      for (const double speed : source_.speeds) phases.push_back(PhaseOf(speed));
      return stream_.WriteIntegers(phases);
    }
    LLMZIP_RETURN_IF_ERROR(stream_.Begin("position"));
    std::vector<double> row(config_.norm_width);
    Bytes scratch;
    for (std::uint32_t place = 0; place < config_.context; ++place) {
      const StoredTensor& positions = *source_.positions;
      LLMZIP_RETURN_IF_ERROR(tensors_.ReadElements(positions, place, 0, row.size(), &scratch, row.data()));
      LLMZIP_RETURN_IF_ERROR(CheckNumbers(positions, row));
      LLMZIP_ASSIGN_OR_RETURN(std::vector<float> floats, Floats(row, positions.name));
      floats.resize(config_.width);
      LLMZIP_RETURN_IF_ERROR(stream_.WriteFloats(floats));
    }
    return Status::Ok();
  }

  Status WriteLayer(std::uint32_t n) {
    const LayerSource& layer = source_.layers[n];
    const std::string base = "layers." + std::to_string(n) + ".";
    LLMZIP_RETURN_IF_ERROR(WriteQueriesKeysValues(layer, base));
    LLMZIP_RETURN_IF_ERROR(WriteOut(layer, base));
    const std::uint32_t hidden = config_.hidden;
    LLMZIP_RETURN_IF_ERROR(WriteUp(layer, base));
    const std::uint32_t block = RotationBlock(hidden);
    RowReader reader(tensors_, layer.down);
    return WriteMatrix(base + "down", config_.width, hidden, kRowsAtOnce, config_.biases.down, layer.down,
                       [&](std::uint32_t first, FoldedRows* rows) -> Status {
                         for (std::uint32_t r = 0; r < kRowsAtOnce && first + r < layer.down.rows.size(); ++r) {
                           LLMZIP_RETURN_IF_ERROR(ReadPlain(reader, layer.down, first + r, rows, r));
                           RotateRow(rows->Row(r), hidden, block);
                         }
                         return Status::Ok();
                       });
  }

  Status WriteHead(const TokenOrder& order) {
    RowReader reader(tensors_, source_.head);
    return WriteMatrix("head", config_.vocabulary, config_.width, kRowsAtOnce, config_.biases.head, source_.head,
                       [&](std::uint32_t first, FoldedRows* rows) -> Status {
                         for (std::uint32_t r = 0; r < kRowsAtOnce && first + r < config_.vocabulary; ++r) {
                           LLMZIP_RETURN_IF_ERROR(
                               ReadAfterNorm(reader, source_.head, order.ids[first + r], source_.final_norm, rows, r));
                         }
                         return Status::Ok();
                       });
  }

 private:
  /// Rows of each head, padded: queries, keys, values.
  Status WriteQueriesKeysValues(const LayerSource& layer, const std::string& base) {
    const std::uint32_t head = config_.head_width;
    const std::uint32_t block = RotationBlock(head);
    RowReader queries(tensors_, layer.query), keys(tensors_, layer.key), values(tensors_, layer.value);
    const auto fill = [&](std::uint32_t first, FoldedRows* rows) -> Status {
      std::uint32_t number = first / head;
      if (number < config_.heads) {
        LLMZIP_RETURN_IF_ERROR(ReadHead(queries, layer.query, number, layer.attention_norm, rows));
        if (!config_.query_key_norm) ScaleHead(layer.score_scale / static_cast<double>(block), rows);
        return Status::Ok();
      }
      number -= config_.heads;
      if (number < config_.key_value_heads) {
        LLMZIP_RETURN_IF_ERROR(ReadHead(keys, layer.key, number, layer.attention_norm, rows));
        if (!config_.query_key_norm) ScaleHead(1.0, rows);
        return Status::Ok();
      }
      number -= config_.key_value_heads;
      LLMZIP_RETURN_IF_ERROR(ReadHead(values, layer.value, number, layer.attention_norm, rows));
      RotateColumns(rows->numbers.data(), head, rows->columns, block);
      Rotate(rows->bias.data(), head, block);
      return Status::Ok();
    };
    LLMZIP_RETURN_IF_ERROR(WriteMatrix(base + "qkv", static_cast<std::uint32_t>(config_.qkv_rows()), config_.width,
                                       head, config_.biases.qkv, layer.query, fill));
    if (!config_.query_key_norm) return Status::Ok();
    // The engine divides by the padded width; what is beyond the true one is zero.
    const double widening = ExactRoot(static_cast<double>(true_head_width_) / static_cast<double>(head));
    LLMZIP_RETURN_IF_ERROR(
        WriteGain(base + "query_gain", layer.query_gain, widening * (layer.score_scale / static_cast<double>(block))));
    return WriteGain(base + "key_gain", layer.key_gain, widening);
  }

  Status WriteGain(const std::string& name, const std::vector<double>& gain, double factor) {
    std::vector<double> scaled(config_.head_width);
    for (std::size_t i = 0; i < gain.size(); ++i) {
      scaled[i] = gain[i] * factor * (i < config_.rotary_width ? source_.turning_scale : 1.0);
    }
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<float> floats, Floats(scaled, name));
    LLMZIP_RETURN_IF_ERROR(stream_.Begin(name));
    return stream_.WriteFloats(floats);
  }

  Status ReadHead(RowReader& reader, const MatrixSource& matrix, std::uint32_t number, const NormSource& norm,
                  FoldedRows* rows) {
    for (std::uint32_t r = 0; r < true_head_width_; ++r) {
      LLMZIP_RETURN_IF_ERROR(ReadAfterNorm(reader, matrix, number * true_head_width_ + r, norm, rows, r));
    }
    return Status::Ok();
  }

  void ScaleHead(double factor, FoldedRows* rows) const {
    for (std::uint32_t r = 0; r < true_head_width_; ++r) {
      const double scale = factor * (r < config_.rotary_width ? source_.turning_scale : 1.0);
      double* const row = rows->Row(r);
      for (std::uint32_t c = 0; c < rows->columns; ++c) row[c] *= scale;
      rows->bias[r] *= scale;
    }
  }

  Status WriteOut(const LayerSource& layer, const std::string& base) {
    const std::uint32_t head = config_.head_width;
    const std::uint32_t columns = config_.heads * head;
    const std::uint32_t block = RotationBlock(head);
    RowReader reader(tensors_, layer.out);
    std::vector<double> row(layer.out.columns);
    return WriteMatrix(base + "out", config_.width, columns, kRowsAtOnce, config_.biases.out, layer.out,
                       [&](std::uint32_t first, FoldedRows* rows) -> Status {
                         for (std::uint32_t r = 0; r < kRowsAtOnce && first + r < layer.out.rows.size(); ++r) {
                           LLMZIP_RETURN_IF_ERROR(reader.Read(first + r, row.data()));
                           double* const to = rows->Row(r);
                           for (std::uint32_t i = 0; i < row.size(); ++i) {
                             to[i / true_head_width_ * head + i % true_head_width_] = row[i];
                           }
                           RotateRow(to, columns, block);
                           if (!layer.out.bias.empty()) rows->bias[r] = layer.out.bias[first + r];
                         }
                         return Status::Ok();
                       });
  }

  Status WriteUp(const LayerSource& layer, const std::string& base) {
    RowReader gates(tensors_, layer.gate), ups(tensors_, layer.up);
    const auto fill = [&](std::uint32_t first, FoldedRows* rows) -> Status {
      const bool gate = config_.gated && first < config_.hidden;
      const MatrixSource& matrix = gate ? layer.gate : layer.up;
      const std::uint32_t own = config_.gated && !gate ? first - config_.hidden : first;
      for (std::uint32_t r = 0; r < kRowsAtOnce && own + r < matrix.rows.size(); ++r) {
        LLMZIP_RETURN_IF_ERROR(ReadAfterNorm(gate ? gates : ups, matrix, own + r, layer.feed_norm, rows, r));
      }
      return Status::Ok();
    };
    return WriteMatrix(base + "up", static_cast<std::uint32_t>(config_.up_rows()), config_.width, kRowsAtOnce,
                       config_.biases.up, layer.up, fill);
  }

  static Status ReadPlain(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, FoldedRows* rows,
                          std::uint32_t r) {
    LLMZIP_RETURN_IF_ERROR(reader.Read(row, rows->Row(r)));
    if (!matrix.bias.empty()) rows->bias[r] = matrix.bias[row];
    return Status::Ok();
  }

  /// A row of a matrix that reads a norm: its gain and bias folded in, and rotated.
  Status ReadAfterNorm(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, const NormSource& norm,
                       FoldedRows* rows, std::uint32_t r) {
    LLMZIP_RETURN_IF_ERROR(ReadPlain(reader, matrix, row, rows, r));
    double* const numbers = rows->Row(r);
    double bias = rows->bias[r];
    for (std::size_t c = 0; c < norm.bias.size(); ++c) bias += numbers[c] * norm.bias[c];
    rows->bias[r] = bias;
    for (std::size_t c = 0; c < norm.gain.size(); ++c) numbers[c] *= norm.gain[c];
    RotateRow(numbers, rows->columns, RotationBlock(rows->columns));
    return Status::Ok();
  }

  static void RotateRow(double* numbers, std::uint32_t columns, std::uint32_t block) {
    Rotate(numbers, columns, block);
    const double part = 1.0 / static_cast<double>(block);  // a power of two
    for (std::uint32_t c = 0; c < columns; ++c) numbers[c] *= part;
  }

  /// Quantises and writes a matrix, `at_once` rows at a time, as `fill` makes them from zeros.
  template <typename Fill>
  Status WriteMatrix(const std::string& name, std::uint32_t rows, std::uint32_t columns, std::uint32_t at_once,
                     bool has_bias, const MatrixSource& about, const Fill& fill) {
    LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".weight"));
    std::vector<float> scales;
    std::vector<double> biases;
    std::vector<std::int8_t> quantised(columns);
    Bytes block(std::size_t{kRowsAtOnce} * columns);
    for (std::uint32_t first = 0; first < PaddedTo16(rows); first += at_once) {
      FoldedRows folded(at_once, columns);
      LLMZIP_RETURN_IF_ERROR(fill(first, &folded));
      for (std::uint32_t r = 0; r < at_once; ++r) {
        scales.push_back(QuantiseRow({folded.Row(r), columns}, quantised.data()));
        LLMZIP_RETURN_IF_ERROR(CheckScale(scales.back(), *about.tensor));
        PlaceRow(quantised, r % kRowsAtOnce, block.data());
        if (r % kRowsAtOnce == kRowsAtOnce - 1) LLMZIP_RETURN_IF_ERROR(stream_.Write(block));
      }
      biases.insert(biases.end(), folded.bias.begin(), folded.bias.end());
      LLMZIP_RETURN_IF_ERROR(progress_(folded.numbers.size()));
    }
    LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".scale"));
    LLMZIP_RETURN_IF_ERROR(stream_.WriteFloats(scales));
    if (!has_bias) return Status::Ok();
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<float> floats, Floats(biases, name + ".bias"));
    LLMZIP_RETURN_IF_ERROR(stream_.Begin(name + ".bias"));
    return stream_.WriteFloats(floats);
  }

  static Status CheckScale(float scale, const StoredTensor& tensor) {
    if (scale <= kLargestScale) return Status::Ok();
    return Status::Corrupt(tensor.name + " has values that are too large");
  }

  static StatusOr<std::vector<float>> Floats(std::span<const double> numbers, const std::string& name) {
    std::vector<float> floats;
    for (const double number : numbers) {
      if (!(number >= -kLargestNumber && number <= kLargestNumber)) {
        return Status::Corrupt(name + " has values that are too large");
      }
      floats.push_back(static_cast<float>(number));
    }
    return floats;
  }

  const TensorStore& tensors_;
  const LanguageSource& source_;
  const LanguageConfig& config_;
  ModelStream& stream_;
  const FoldingProgress& progress_;
  std::uint32_t true_head_width_;
};

}  // namespace

LanguageConfig FoldedConfig(const LanguageSource& source, const TokenOrder& order) {
  LanguageConfig config = source.config;
  config.width = PaddedTo16(config.norm_width);
  config.head_width = PaddedTo16(config.head_width);
  config.hidden = PaddedTo16(config.hidden);
  config.vocabulary = order.predicted;
  config.extra = static_cast<std::uint32_t>(order.ids.size()) - order.predicted;
  config.begin = order.begin;
  if (config.window >= config.context) config.window = 0;
  for (const LayerSource& layer : source.layers) {
    const bool query_key_value = !layer.query.bias.empty() || !layer.key.bias.empty() || !layer.value.bias.empty();
    LanguageConfig::Biases& biases = config.biases;
    biases.qkv = biases.qkv || query_key_value || !layer.attention_norm.bias.empty();
    biases.out = biases.out || !layer.out.bias.empty();
    biases.up = biases.up || !layer.gate.bias.empty() || !layer.up.bias.empty() || !layer.feed_norm.bias.empty();
    biases.down = biases.down || !layer.down.bias.empty();
  }
  config.biases.head = !source.head.bias.empty() || !source.final_norm.bias.empty();
  return config;
}

Status WriteFolded(const TensorStore& tensors, const LanguageSource& source, const LanguageConfig& config,
                   const SourceVocabulary& vocabulary, const TokenOrder& order, ModelStream& stream,
                   const FoldingProgress& progress) {
  FoldingWriter writer(tensors, source, config, stream, progress);
  LLMZIP_RETURN_IF_ERROR(writer.WriteEmbedding(order));
  LLMZIP_RETURN_IF_ERROR(writer.WritePlaces());
  for (std::uint32_t n = 0; n < config.layers; ++n) LLMZIP_RETURN_IF_ERROR(writer.WriteLayer(n));
  LLMZIP_RETURN_IF_ERROR(writer.WriteHead(order));
  LLMZIP_RETURN_IF_ERROR(stream.Begin(kTokenBytes));
  LLMZIP_RETURN_IF_ERROR(stream.Write(order.bytes));
  LLMZIP_RETURN_IF_ERROR(stream.Begin(kTokenEnds));
  LLMZIP_RETURN_IF_ERROR(stream.WriteIntegers(order.ends));
  LLMZIP_RETURN_IF_ERROR(stream.Begin(kTokenIds));
  LLMZIP_RETURN_IF_ERROR(stream.WriteIntegers(order.ids));
  LLMZIP_RETURN_IF_ERROR(stream.Begin(kTokeniser));
  LLMZIP_RETURN_IF_ERROR(stream.Write(vocabulary.file));
  return stream.Finish();
}

}  // namespace llmzip::importer
