#include "eval/measured_stream.h"

#include <algorithm>
#include <utility>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/lane_segments.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "codecs/tokens/token_codec.h"
#include "codecs/tokens/tokenise.h"
#include "coding/range_decoder.h"
#include "eval/byte_costs.h"
#include "symbols/byte_symbols.h"

namespace llmzip {
namespace {

double Probability(Frequency frequency, unsigned bits) { return std::exp2(-static_cast<double>(bits)) * frequency; }

// Groups of bytes that are decided as one are small: a sample, a pixel.
constexpr std::size_t kBetweenReports = 4096;

// Stops a decoder once it has decoded what is wanted, and tells the caller of its progress. The decoder works for
// `part`, since a caller's work that was stopped would stop all else.
class Watch {
 public:
  explicit Watch(Work* whole) : whole_(whole), part_(whole) {}
  [[nodiscard]] Work* part() { return &part_; }

  void Byte(bool complete) {
    if (complete && !done_) part_.Stop();
    done_ = complete;
    if (++bytes_ % kBetweenReports == 0 && whole_ != nullptr && !whole_->Advance(kBetweenReports)) part_.Stop();
  }
  /// What became of the walk; being stopped at the end of what is wanted is success.
  [[nodiscard]] Status Judge(const Status& status) const {
    const bool stopped = whole_ != nullptr && whole_->stopped();
    return status.code() == StatusCode::kCancelled && done_ && !stopped ? Status::Ok() : status;
  }

 private:
  Work* const whole_;
  Work part_;
  bool done_ = false;
  std::size_t bytes_ = 0;
};

class MeasuringDecoder final : public BitCoder {
 public:
  MeasuringDecoder(RangeDecoder* decoder, unsigned bits, const LaneCut& cut, ByteCosts* costs, Watch* watch)
      : decoder_(decoder), bits_(bits), cut_(cut), costs_(costs), watch_(watch) {}

  bool Code(bool /*known*/, Frequency one) override {
    const bool bit = decoder_->DecodeBit(one, bits_);
    decisions_.Add(bit, Probability(one, bits_));
    return bit;
  }
  void EndByte(unsigned lane, std::uint64_t position) override {
    costs_->EndByte(cut_.offset(lane) + static_cast<std::size_t>(position), decisions_);
    decisions_ = {};
    watch_->Byte(costs_->complete());
  }

 private:
  RangeDecoder* const decoder_;
  const unsigned bits_;
  const LaneCut cut_;
  ByteCosts* const costs_;
  Watch* const watch_;
  Decisions decisions_;
};

Status WalkLanes(Predictor& predictor, const CodedStream& stream, const Context& context, Bytes* bytes,
                 ByteCosts* costs, Watch* watch) {
  RangeDecoder decoder(stream.coded);
  MeasuringDecoder coder(&decoder, predictor.frequency_bits(), LaneCut(bytes->size(), predictor.lanes()), costs, watch);
  return CodeInLanes(predictor, bytes->size(), context.expected, *bytes, stream.segments, coder);
}

Status WalkBytes(Predictor& predictor, const CodedStream& stream, const Context& context, Bytes* bytes,
                 ByteCosts* costs, Watch* watch) {
  const ByteSymbols symbols(predictor.alphabet_size());
  const unsigned k = predictor.frequency_bits();
  const unsigned last = symbols.per_byte() - 1;
  const bool binary = predictor.alphabet_size() == 2;
  if (!binary && last != 0) costs->NoLabels();
  // A lane's part of a byte is measured before the next lane's, so the bits of a byte lie apart where lanes are many.
  std::vector<Decisions> decisions(predictor.lanes());
  const LaneCut cut(bytes->size(), predictor.lanes());
  RangeDecoder decoder(stream.coded);
  unsigned lane = 0;
  const auto visit = [&](std::size_t position, unsigned part, FrequencyRow row) {
    while (position < cut.offset(lane) || position >= cut.offset(lane + 1)) lane = (lane + 1) % predictor.lanes();
    const Symbol symbol = DecodeUnder(row, k, decoder);
    std::uint8_t& byte = (*bytes)[position];
    byte = symbols.Append(byte, symbol);
    if (last == 0) {
      costs->EndByte(position, row, symbol, k);
      watch->Byte(costs->complete());
      return symbol;
    }
    if (binary) {
      decisions[lane].Add(symbol != 0, Probability(row[1], k));
    } else {
      decisions[lane].AddSymbol(Probability(row[symbol], k));
    }
    if (part == last) {
      costs->EndByte(position, std::exchange(decisions[lane], {}));
      watch->Byte(costs->complete());
    }
    return symbol;
  };
  return WalkSymbols(predictor, bytes->size(), stream.segments, context, visit);
}

StatusOr<MeasuredStream> MeasurePredictor(const Plan& plan, const CodedStream& stream, Context context) {
  LLMZIP_RETURN_IF_ERROR(LaneSegments::CheckCover(stream.segments, stream.size));
  Watch watch(context.work);
  context.work = watch.part();
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor,
                          plan.MakePredictor({.lanes = stream.lanes, .raw_size = stream.size, .context = context}));
  Bytes bytes(static_cast<std::size_t>(stream.size));
  ByteCosts costs(bytes.size(), static_cast<std::size_t>(std::min(stream.wanted, stream.size)));
  const auto walk = predictor->codes_lanes() ? WalkLanes : WalkBytes;
  LLMZIP_RETURN_IF_ERROR(watch.Judge(walk(*predictor, stream, context, &bytes, &costs, &watch)));
  if (!costs.complete()) return Status::Internal("a predictor did not say where bytes end");
  return costs.Finish(std::move(bytes));
}

// All bytes share `bits` evenly.
void Spread(double bits, std::vector<float>* over) {
  const auto each = static_cast<float>(bits / static_cast<double>(std::max<std::size_t>(1, over->size())));
  for (float& byte : *over) byte += each;
}

StatusOr<MeasuredStream> MeasureCodec(const Plan& plan, const CodedStream& stream, const Context& context) {
  LLMZIP_ASSIGN_OR_RETURN(const auto codec, plan.MakeCodec({.lanes = stream.lanes}));
  MeasuredStream measured;
  const auto size = static_cast<std::size_t>(stream.size);
  LLMZIP_ASSIGN_OR_RETURN(measured.bytes, stream.segments.empty() ? codec->Decompress(stream.coded, size, context)
                                                                  : codec->DecompressSegments(
                                                                        stream.coded, size, stream.segments, context));
  if (measured.bytes.size() != size) return Status::Corrupt("a block decodes to the wrong size");
  measured.known = size;
  measured.bits.resize(size);
  double rest = 8.0 * static_cast<double>(stream.coded.size());
  if (const Plan* const tokens = plan.TokenModel()) {
    LLMZIP_ASSIGN_OR_RETURN(const auto token_codec, tokens->MakeTokenCodec({.lanes = stream.lanes}));
    LLMZIP_ASSIGN_OR_RETURN(const auto checkpoint, tokens->OpenCheckpoint());
    const Tokeniser* const tokeniser = checkpoint->tokeniser();
    const Tokenised tokenised = token_codec->TokensOf(measured.bytes);
    std::vector<std::size_t> begins;  // of each token
    std::size_t begin = 0;
    std::uint8_t escaped = 0;
    for (const Symbol token : tokenised.tokens) {
      begins.push_back(begin);
      begin += tokeniser == nullptr ? 1 : MeaningOf(*tokeniser, token, &escaped).size();
    }
    begins.push_back(begin);
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, token_codec->NewPredictor());
    const double all = predictor->frequency_bits();
    const auto visit = [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
      const Symbol token = tokenised.tokens[position];
      if (token_codec->IsEscaped(token)) return token_codec->substitute();
      const double bits = all - std::log2(static_cast<double>(row[token]));
      const std::size_t bytes = begins[position + 1] - begins[position];
      for (std::size_t i = begins[position]; i < begins[position + 1] && i < size; ++i)
        measured.bits[i] += static_cast<float>(bits / static_cast<double>(bytes));
      rest -= bits;
      return token;
    };
    const auto look = [&](std::size_t /*step*/, unsigned active) { return Advance(context, active); };
    LLMZIP_RETURN_IF_ERROR(WalkItems(*predictor, tokenised.tokens.size(), 1, visit, look));
    measured.grain = Grain::kTokens;
    rest = std::max(0.0, rest);  // the coder may round in the stream's favour
  }
  Spread(rest, &measured.bits);
  return measured;
}

}  // namespace

StatusOr<MeasuredStream> MeasureStream(const Plan& plan, const CodedStream& stream, const Context& context) {
  const Plan* const predicting = plan.ByteModel();
  return predicting != nullptr ? MeasurePredictor(*predicting, stream, context) : MeasureCodec(plan, stream, context);
}

}  // namespace llmzip
