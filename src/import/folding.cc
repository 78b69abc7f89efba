#include "import/folding.h"

#include <algorithm>
#include <span>
#include <string>

#include "import/exact_math.h"
#include "import/matrix_writer.h"
#include "import/rotary_speeds.h"
#include "import/rotation.h"
#include "import/row_quantiser.h"

namespace llmzip::importer {
namespace {

class FoldingWriter {
 public:
  FoldingWriter(const TensorStore& tensors, const LanguageSource& source, const LanguageConfig& config,
                ModelStream& stream, const FoldingProgress& progress)
      : tensors_(tensors),
        source_(source),
        config_(config),
        stream_(stream),
        matrices_(stream, progress),
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
      LLMZIP_ASSIGN_OR_RETURN(std::vector<float> floats, CheckedFloats(row, positions.name));
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
    return matrices_.Write(base + "down", {config_.width, hidden, config_.biases.down}, *layer.down.tensor,
                           [&](std::uint32_t first, FoldedRows* rows) -> Status {
                             for (std::uint32_t r = 0; r < kRowsOfBlock && first + r < layer.down.rows.size(); ++r) {
                               LLMZIP_RETURN_IF_ERROR(ReadPlainRow(reader, layer.down, first + r, rows, r));
                               RotateRow(rows->Row(r), hidden, block);
                             }
                             return Status::Ok();
                           });
  }

  Status WriteHead(const TokenOrder& order) {
    RowReader reader(tensors_, source_.head);
    return matrices_.Write("head", {config_.vocabulary, config_.width, config_.biases.head}, *source_.head.tensor,
                           [&](std::uint32_t first, FoldedRows* rows) -> Status {
                             for (std::uint32_t r = 0; r < kRowsOfBlock && first + r < config_.vocabulary; ++r) {
                               LLMZIP_RETURN_IF_ERROR(ReadRowAfterNorm(reader, source_.head, order.ids[first + r],
                                                                       source_.final_norm, rows, r));
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
    LLMZIP_RETURN_IF_ERROR(matrices_.Write(
        base + "qkv", {static_cast<std::uint32_t>(config_.qkv_rows()), config_.width, config_.biases.qkv, head},
        *layer.query.tensor, fill));
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
    LLMZIP_ASSIGN_OR_RETURN(const std::vector<float> floats, CheckedFloats(scaled, name));
    LLMZIP_RETURN_IF_ERROR(stream_.Begin(name));
    return stream_.WriteFloats(floats);
  }

  Status ReadHead(RowReader& reader, const MatrixSource& matrix, std::uint32_t number, const NormSource& norm,
                  FoldedRows* rows) const {
    for (std::uint32_t r = 0; r < true_head_width_; ++r) {
      LLMZIP_RETURN_IF_ERROR(ReadRowAfterNorm(reader, matrix, number * true_head_width_ + r, norm, rows, r));
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
    return matrices_.Write(base + "out", {config_.width, columns, config_.biases.out}, *layer.out.tensor,
                           [&](std::uint32_t first, FoldedRows* rows) -> Status {
                             for (std::uint32_t r = 0; r < kRowsOfBlock && first + r < layer.out.rows.size(); ++r) {
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
      for (std::uint32_t r = 0; r < kRowsOfBlock && own + r < matrix.rows.size(); ++r) {
        LLMZIP_RETURN_IF_ERROR(ReadRowAfterNorm(gate ? gates : ups, matrix, own + r, layer.feed_norm, rows, r));
      }
      return Status::Ok();
    };
    return matrices_.Write(base + "up",
                           {static_cast<std::uint32_t>(config_.up_rows()), config_.width, config_.biases.up},
                           *layer.up.tensor, fill);
  }

  const TensorStore& tensors_;
  const LanguageSource& source_;
  const LanguageConfig& config_;
  ModelStream& stream_;
  MatrixWriter matrices_;
  const FoldingProgress& progress_;
  std::uint32_t true_head_width_;
};

}  // namespace

LanguageConfig FoldedConfig(const LanguageSource& source, const TokenOrder& order) {
  LanguageConfig config = source.config;
  config.width = PaddedToBlock(config.norm_width);
  config.head_width = PaddedToBlock(config.head_width);
  config.hidden = PaddedToBlock(config.hidden);
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
