// For research: code lengths, generation, and what there is to choose from.
#include <pybind11/numpy.h>

#include <memory>
#include <string>

#include "errors.h"
#include "eval/continuation.h"
#include "eval/generate.h"
#include "eval/generate_lane.h"
#include "eval/measured_walk.h"
#include "llmzip/llmzip.h"
#include "model/model.h"
#include "parts.h"
#include "plan/plan.h"
#include "streams.h"

namespace llmzip::python {
namespace {

StatusOr<std::unique_ptr<Predictor>> MakePredictor(const std::string& spec, std::uint64_t bytes,
                                                   const std::shared_ptr<const ModelSource>& models, Work* work) {
  LLMZIP_ASSIGN_OR_RETURN(const Plan plan, ResolvePlan(spec, models));
  const Shape shape = {.raw_size = bytes, .context = {.work = work}};
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t memory, plan.PredictorMemoryBytes(shape));
  if (memory > Limits().memory_bytes) return Status::LimitExceeded("'" + spec + "' needs more memory than is allowed");
  return plan.MakePredictor(shape);
}

py::tuple CodeLength(const py::object& data, const std::string& spec, const std::shared_ptr<ModelSource>& models) {
  const BufferView raw(data);
  Call call;
  StatusOr<MeasuredWalk> walk = [&]() -> StatusOr<MeasuredWalk> {
    const py::gil_scoped_release released;
    Work work;
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, MakePredictor(spec, raw.bytes().size(), models, &work));
    return Measure(*predictor, raw.bytes(), /*entropy=*/false);
  }();
  const MeasuredWalk measured = call.Value(std::move(walk));
  py::array_t<float> lengths(static_cast<py::ssize_t>(measured.lengths.size()));
  std::ranges::copy(measured.lengths, lengths.mutable_data());
  return py::make_tuple(lengths, measured.coded_bytes);
}

StatusOr<Bytes> Drawn(const std::string& given_spec, ByteView prefix, std::uint64_t bytes, std::uint64_t seed,
                      double temperature, bool keep_learning, const std::shared_ptr<const ModelSource>& models) {
  const Continuation continuation = ContinuationOf(prefix, bytes);
  const std::string spec = given_spec.empty() ? std::string(continuation.spec) : given_spec;
  Work work;
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, MakePredictor(spec, prefix.size() + bytes, models, &work));
  if (predictor->lanes() != 1 || predictor->alphabet_size() > 256) {
    return Status::Unsupported("'" + spec + "' does not predict bytes");
  }
  const Learning learning = keep_learning ? Learning::kFromDrawnToo : Learning::kFromPrefix;
  Bytes drawn;
  if (predictor->codes_lanes()) {
    const auto keep = [&](std::uint8_t byte) {
      drawn.push_back(byte);
      return Status::Ok();
    };
    LLMZIP_RETURN_IF_ERROR(
        GenerateLane(*predictor, prefix, bytes, Sampler(seed, temperature), work, keep, learning, continuation.Lane()));
    return drawn;
  }
  Generator generator(predictor.get(), seed, temperature, learning, continuation.Lane());
  LLMZIP_RETURN_IF_ERROR(generator.Feed(prefix));
  while (drawn.size() < bytes) {
    LLMZIP_ASSIGN_OR_RETURN(const std::uint8_t byte, generator.Next());
    drawn.push_back(byte);
  }
  return drawn;
}

py::bytes Generate(const py::object& prefix, std::uint64_t bytes, const std::string& spec, std::uint64_t seed,
                   double temperature, bool keep_learning, const std::shared_ptr<ModelSource>& models) {
  if (!(temperature >= 0)) Raise(Status::InvalidArgument("a temperature is at least 0"));
  const BufferView view(prefix);
  Call call;
  StatusOr<Bytes> drawn = [&] {
    const py::gil_scoped_release released;
    return Drawn(spec, view.bytes(), bytes, seed, temperature, keep_learning, models);
  }();
  return ToBytes(call.Value(std::move(drawn)));
}

py::list ModelList(const std::shared_ptr<ModelSource>& models) {
  py::list list;
  for (const ModelSummary& model : ListModels(*models)) {
    py::dict told;
    told["name"] = model.name;
    told["digest"] = model.digest;
    told["place"] = model.place;
    told["file_size"] = model.file_size;
    told["architecture"] = model.architecture;
    told["parameters"] = model.parameters;
    told["licence"] = model.licence;
    told["bits_per_byte"] = model.bits_per_byte;
    told["problem"] = model.problem;
    list.append(told);
  }
  return list;
}

py::list LinesOf(const std::vector<CatalogueLine>& lines) {
  py::list list;
  for (const CatalogueLine& line : lines) {
    py::dict told;
    told["name"] = py::str(line.name.data(), line.name.size());
    told["examples"] = py::str(line.examples.data(), line.examples.size()).attr("split")();
    told["summary"] = py::str(line.summary.data(), line.summary.size());
    list.append(told);
  }
  return list;
}

}  // namespace

void DefineResearch(py::module_& module) {
  module.def("code_length", CodeLength);
  module.def("generate", Generate);
  module.def("model_list", ModelList);
  module.def("predictors", [] { return LinesOf(Predictors()); });
  module.def("codecs", [] { return LinesOf(Codecs()); });
}

}  // namespace llmzip::python
