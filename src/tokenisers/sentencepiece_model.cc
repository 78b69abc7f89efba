#include "tokenisers/sentencepiece_model.h"

#include <array>
#include <set>
#include <string_view>

#include "llmzip/predictor.h"
#include "tokenisers/protocol_buffer.h"
#include "tokenisers/token_names.h"
#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

using Kind = SentencePieceModel::Kind;
using Type = SentencePieceModel::Type;
using FieldType = FieldWalk::Type;

constexpr std::size_t kMostPieceBytes = 4096;

// Field numbers of sentencepiece_model.proto.
constexpr std::uint32_t kPieces = 1, kTrainer = 2, kNormalizer = 3;
constexpr std::uint32_t kText = 1, kScore = 2, kKind = 3;
constexpr std::uint32_t kModelType = 3, kVocabularySize = 4, kWhitespaceAsSuffix = 24, kByteFallback = 35, kBos = 46;
constexpr std::uint32_t kName = 1, kDummyPrefix = 3, kRemoveExtraSpaces = 4, kEscapeSpaces = 5;

Status Wrong(const std::string& what) { return Status::Corrupt("tokenizer.model: " + what); }

StatusOr<SentencePieceModel::Piece> ParsePiece(std::string_view message) {
  SentencePieceModel::Piece piece;
  std::uint64_t kind = static_cast<std::uint64_t>(Kind::kNormal);
  FieldWalk field(message);
  while (field.Next()) {
    if (field.Is(kText, FieldType::kBytes)) piece.text = field.bytes();
    if (field.Is(kScore, FieldType::kFixed32)) piece.score_bits = static_cast<std::uint32_t>(field.integer());
    if (field.Is(kKind, FieldType::kVarint)) kind = field.integer();
  }
  constexpr std::uint32_t kExponent = 0x7F800000;
  if (field.damaged() || piece.text.empty() || piece.text.size() > kMostPieceBytes ||
      piece.text.find('\0') != std::string::npos || ValidPrefixSize(piece.text) != piece.text.size()) {
    return Wrong("a piece without usable text");
  }
  if ((piece.score_bits & kExponent) == kExponent) return Wrong("a score that is not a number");
  if (kind < static_cast<std::uint64_t>(Kind::kNormal) || kind > static_cast<std::uint64_t>(Kind::kByte)) {
    return Wrong("a piece of an unknown kind");
  }
  piece.kind = static_cast<Kind>(kind);
  if (piece.kind == Kind::kByte && !ByteOfName(piece.text)) return Wrong("a byte piece that names no byte");
  return piece;
}

Status ParseTrainer(std::string_view message, SentencePieceModel* model) {
  FieldWalk field(message);
  std::uint64_t type = static_cast<std::uint64_t>(model->type);
  while (field.Next()) {
    if (field.Is(kModelType, FieldType::kVarint)) type = field.integer();
    if (field.Is(kByteFallback, FieldType::kVarint)) model->byte_fallback = field.integer() != 0;
    if (field.Is(kBos, FieldType::kBytes)) model->beginning = field.bytes();
    if (field.Is(kWhitespaceAsSuffix, FieldType::kVarint) && field.integer() != 0) {
      return Status::Unsupported("tokenizer.model: pieces that end with their space");
    }
  }
  if (field.damaged()) return Wrong("the trainer's settings are damaged");
  if (type != static_cast<std::uint64_t>(Type::kUnigram) && type != static_cast<std::uint64_t>(Type::kBpe)) {
    return Status::Unsupported("tokenizer.model: a model that is neither unigram nor BPE");
  }
  model->type = static_cast<Type>(type);
  return Status::Ok();
}

Status CheckTogether(const SentencePieceModel& model) {
  std::set<std::string_view> texts;
  std::array<std::size_t, 7> counts{};
  for (const auto& piece : model.pieces) {
    ++counts[static_cast<std::size_t>(piece.kind)];
    if (!texts.insert(piece.text).second) return Wrong("the piece '" + piece.text + "' is there twice");
  }
  if (counts[static_cast<std::size_t>(Kind::kUnknown)] != 1) return Wrong("not exactly one unknown piece");
  if (counts[static_cast<std::size_t>(Kind::kNormal)] == 0) return Wrong("no ordinary piece");
  // 256 different names, so every byte has one.
  if (counts[static_cast<std::size_t>(Kind::kByte)] != (model.byte_fallback ? 256U : 0U)) {
    return Wrong("byte pieces for some bytes only, or not to be used");
  }
  return Status::Ok();
}

}  // namespace

StatusOr<SentencePieceModel> ParseSentencePieceModel(ByteView file) {
  SentencePieceModel model;
  FieldWalk field({reinterpret_cast<const char*>(file.data()), file.size()});
  while (field.Next()) {
    if (field.Is(kPieces, FieldType::kBytes)) {
      if (model.pieces.size() == kMaxAlphabetSize) {
        return Status::LimitExceeded("tokenizer.model: more than " + std::to_string(kMaxAlphabetSize) + " pieces");
      }
      LLMZIP_ASSIGN_OR_RETURN(auto piece, ParsePiece(field.bytes()));
      model.pieces.push_back(std::move(piece));
    } else if (field.Is(kTrainer, FieldType::kBytes)) {
      LLMZIP_RETURN_IF_ERROR(ParseTrainer(field.bytes(), &model));
    }
  }
  if (field.damaged()) return Wrong("it ends in the middle, or is no SentencePiece model");
  if (model.pieces.empty()) return Wrong("no SentencePiece model");
  LLMZIP_RETURN_IF_ERROR(CheckTogether(model));
  return model;
}

std::string SerialiseWithoutNormalisation(const SentencePieceModel& model) {
  std::string file, message;
  for (const auto& piece : model.pieces) {
    message.clear();
    AppendBytesField(kText, piece.text, &message);
    AppendFixed32Field(kScore, piece.score_bits, &message);
    AppendVarintField(kKind, static_cast<std::uint64_t>(piece.kind), &message);
    AppendBytesField(kPieces, message, &file);
  }
  message.clear();
  AppendVarintField(kModelType, static_cast<std::uint64_t>(model.type), &message);
  AppendVarintField(kVocabularySize, model.pieces.size(), &message);
  AppendVarintField(kByteFallback, model.byte_fallback ? 1 : 0, &message);
  AppendBytesField(kTrainer, message, &file);
  message.clear();
  AppendBytesField(kName, "identity", &message);
  AppendVarintField(kDummyPrefix, 0, &message);
  AppendVarintField(kRemoveExtraSpaces, 0, &message);
  AppendVarintField(kEscapeSpaces, 1, &message);
  AppendBytesField(kNormalizer, message, &file);
  return file;
}

}  // namespace llmzip
