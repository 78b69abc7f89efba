// SentencePiece's tokenizer.model: reads and checks it, and writes a new model for the library.
//
// The file is a protocol buffer (sentencepiece_model.proto): field 1, repeated, pieces {1 text, 2 score, 3 kind}; field
// 2 the trainer's settings {3 model type, 24 whitespace as suffix, 35 byte fallback, 46 name of BOS}; field 3 the
// normaliser's. The new model has only the checked pieces and a normaliser that changes nothing, so the library never
// sees the rest of an untrusted file. Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_SENTENCEPIECE_MODEL_H_
#define LLMZIP_TOKENISERS_SENTENCEPIECE_MODEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct SentencePieceModel {
  enum class Kind : std::uint8_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };
  enum class Type : std::uint8_t { kUnigram = 1, kBpe = 2 };

  struct Piece {
    std::string text;              ///< valid UTF-8 without NUL, not empty, unlike all others
    std::uint32_t score_bits = 0;  ///< of a finite float
    Kind kind = Kind::kNormal;
  };

  std::vector<Piece> pieces;  ///< by id; at most kMaxAlphabetSize, exactly one of them unknown
  Type type = Type::kUnigram;
  bool byte_fallback = false;  ///< then there is a piece for each byte, else for none
  std::string beginning = "<s>";
};

StatusOr<SentencePieceModel> ParseSentencePieceModel(ByteView file);

/// The model without normalisation and without a space in front, serialised.
std::string SerialiseWithoutNormalisation(const SentencePieceModel& model);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_SENTENCEPIECE_MODEL_H_
