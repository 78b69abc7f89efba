// Folding: writes a checkpoint as the engine's language model.
//
// What only some families have goes into the matrices: gains and biases of norms, the scale of scores, the factor of
// turned elements, and the rotations that let activations be int8 (src/predictors/net/net.spec.md, "language"):
//  * what reads a norm (qkv, up, head), and down: each row rotated in blocks of B and divided by B
//  * rows of values rotated within each head; columns of out the same way, divided by the block
//  * queries divided by the block of a head, because queries and keys are rotated as they are made
// Everything is computed in double, in a fixed order, and rounded once, to int8 and floats. Thread safety: none.
#ifndef LLMZIP_IMPORT_FOLDING_H_
#define LLMZIP_IMPORT_FOLDING_H_

#include <cstdint>

#include "import/language_source.h"
#include "import/matrix_writer.h"
#include "import/model_stream.h"
#include "import/source_vocabulary.h"
#include "import/token_order.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// The shape of the folded model: `source.config` padded, with its biases and its vocabulary.
LanguageConfig FoldedConfig(const LanguageSource& source, const TokenOrder& order);

/// Writes all tensors. `config` is FoldedConfig of the same source.
Status WriteFolded(const TensorStore& tensors, const LanguageSource& source, const LanguageConfig& config,
                   const SourceVocabulary& vocabulary, const TokenOrder& order, ModelStream& stream,
                   const FoldingProgress& progress);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_FOLDING_H_
