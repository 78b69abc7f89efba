#include "train/measure.h"

#include <algorithm>

namespace llmzip::train {
namespace {

constexpr std::size_t kSegment = 1024;

struct Stream {
  std::size_t part;
  ByteView bytes;
};

/// Adds each stream's bits, all streams at once, a lane each; all of one length.
std::vector<torch::Tensor> BitsOfStreams(const TrainedNetwork& network, const Numerics& numerics,
                                         const std::vector<Stream>& streams) {
  const torch::NoGradGuard no_gradient;
  const auto lanes = static_cast<std::int64_t>(streams.size());
  LaneMemory memory = network.NewMemory(lanes, numerics);
  std::vector<torch::Tensor> bits;
  const std::size_t length = streams[0].bytes.size();
  const std::uint32_t chunk = network.config().chunk;
  for (std::size_t at = 0; at < length;) {
    const bool begins = at == 0 || (chunk != 0 && at % chunk == 0);
    if (begins) {
      network.Forget(torch::ones({lanes}, torch::TensorOptions(network.device()).dtype(torch::kBool)), &memory);
    }
    std::size_t count = std::min(kSegment, length - at);
    if (chunk != 0) count = std::min(count, chunk - at % chunk);
    const auto steps = static_cast<std::int64_t>(count);
    const torch::Tensor inputs = torch::empty({lanes, steps}, torch::kInt64);
    const torch::Tensor targets = torch::empty({lanes * steps}, torch::kUInt8);
    auto* input = inputs.data_ptr<std::int64_t>();
    auto* target = targets.data_ptr<std::uint8_t>();
    for (const Stream& stream : streams) {
      for (std::size_t n = at; n < at + count; ++n) {
        *input++ = n == at && begins ? kBeginSymbol : stream.bytes[n - 1];
        *target++ = stream.bytes[n];
      }
    }
    const torch::Tensor logits = network.Logits(MovedTo(network.device(), inputs), numerics, &memory);
    const torch::Tensor coded = network.Coded(MovedTo(network.device(), targets), memory);
    const torch::Tensor of_coded = network.functions().CodeLengths(logits, network.Get("output.bias").detach(), coded);
    bits.push_back(of_coded.view({lanes, steps}));
    at += count;
  }
  return bits;
}

}  // namespace

std::vector<double> BitsPerByte(const TrainedNetwork& network, const Numerics& numerics,
                                const std::vector<ByteView>& parts, std::uint64_t stream_bytes,
                                std::uint64_t most_bytes) {
  std::vector<double> bits(parts.size());
  std::vector<double> bytes(parts.size());
  std::vector<Stream> whole;
  std::vector<Stream> rest;
  for (std::size_t n = 0; n < parts.size(); ++n) {
    ByteView part = parts[n].first(std::min<std::size_t>(parts[n].size(), most_bytes));
    bytes[n] = static_cast<double>(part.size());
    for (; part.size() >= stream_bytes; part = part.subspan(stream_bytes)) {
      whole.push_back({n, part.first(stream_bytes)});
    }
    if (!part.empty()) rest.push_back({n, part});
  }
  const auto add = [&](const std::vector<Stream>& streams) {
    for (const torch::Tensor& segment : BitsOfStreams(network, numerics, streams)) {
      const torch::Tensor sums = segment.sum(1, false, torch::kFloat64).to(torch::kCPU);
      for (std::size_t lane = 0; lane < streams.size(); ++lane) {
        bits[streams[lane].part] += sums[static_cast<std::int64_t>(lane)].item<double>();
      }
    }
  };
  if (!whole.empty()) add(whole);
  for (const Stream& stream : rest) add({stream});
  for (std::size_t n = 0; n < parts.size(); ++n) bits[n] /= bytes[n];
  return bits;
}

std::vector<float> BitsOfStream(const TrainedNetwork& network, const Numerics& numerics, ByteView stream) {
  std::vector<float> all;
  for (const torch::Tensor& segment : BitsOfStreams(network, numerics, {{0, stream}})) {
    const torch::Tensor flat = segment.to(torch::kCPU).contiguous();
    all.insert(all.end(), flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  }
  return all;
}

}  // namespace llmzip::train
