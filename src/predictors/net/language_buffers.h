// LanguageBuffers: the activations of the rows that pass a language model together, carved out of a workspace.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_BUFFERS_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_BUFFERS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "model/language/language_config.h"
#include "predictors/net/kernels/language_kernels.h"
#include "predictors/net/language_rows.h"

namespace llmzip::net {

/// Blocks of 16 logits that a member computes at once, before it hands them out.
inline constexpr std::size_t kLogitBlocks = 24;

/// Quantised rows.
struct QuantisedActivations {
  std::int8_t* data;
  std::size_t stride;
  float* scales;

  [[nodiscard]] std::int8_t* row(std::size_t row) const { return data + row * stride; }
  [[nodiscard]] RowsView view(std::size_t rows) const { return {data, stride, scales, rows}; }
};

struct FloatRows {
  float* data;
  std::size_t stride;

  [[nodiscard]] float* row(std::size_t row) const { return data + row * stride; }
};

struct LanguageBuffers {
  FloatRows x;                  // the residual stream
  QuantisedActivations normed;  // what qkv, up and head read
  FloatRows qkv;
  QuantisedActivations queries;  // a row is a query: by heads of keys and values, rows, heads of queries
  FloatRows cosines;
  FloatRows sines;
  FloatRows attended;
  QuantisedActivations attended_numbers;
  FloatRows hidden;
  QuantisedActivations hidden_numbers;
  FloatRows mixed;    // what attention adds to x
  FloatRows fed;      // what the feed-forward layer adds to x
  FloatRows scratch;  // a member each

  /// Carves all of it; `Carver` is a Workspace, or one that only counts.
  template <typename Carver>
  LanguageBuffers(const LanguageConfig& config, std::size_t rows, std::size_t end, std::size_t members,
                  Carver& carver) {
    const auto floats = [&](std::size_t count, std::size_t stride) {
      return FloatRows{carver.template Take<float>(count * stride), stride};
    };
    const auto numbers = [&](std::size_t count, std::size_t stride) {
      return QuantisedActivations{carver.template Take<std::int8_t>(count * stride), stride,
                                  carver.template Take<float>(count)};
    };
    const std::size_t heads_width = std::size_t{config.heads} * config.head_width;
    x = floats(rows, config.width);
    normed = numbers(rows, config.width);
    qkv = floats(rows, Padded(config.qkv_rows()));
    queries = numbers(rows * config.heads, config.head_width);
    cosines = floats(rows, Padded(config.rotary_width / 2));
    sines = floats(rows, Padded(config.rotary_width / 2));
    attended = floats(rows, heads_width);
    attended_numbers = numbers(rows, heads_width);
    hidden = floats(rows, Padded(config.up_rows()));
    hidden_numbers = numbers(rows, config.hidden);
    mixed = floats(rows, config.width);
    fed = floats(rows, config.width);
    const std::size_t attention =
        LanguageRows::MostScores(end) / 2 * 3 + 2 * kMostQueries * std::size_t{config.head_width};
    scratch = floats(members, std::max({std::size_t{config.width}, rows * kLogitBlocks * 16, attention}));
  }
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_BUFFERS_H_
