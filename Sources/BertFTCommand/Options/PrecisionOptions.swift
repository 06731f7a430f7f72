import ArgumentParser
import BertFT
import BertKernels

/// The precision of a command that only infers.
struct PrecisionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("What the encoder computes in. (default: what its weights are stored in)", valueName: "p"))
  var precision: Precision?

  /// Notes where the processor only emulates the precision.
  func tell(_ console: Console) { precision.map(console.tell) }
}

/// The precision of a command that trains an encoder.
struct TrainingPrecisionOptions: ParsableArguments {
  @Option(
    name: .customLong("precision"),
    help: ArgumentHelp(
      "What the encoder computes in while it learns: bf16 is faster where the processor has a unit for it. The weights are fp32 either way. (default: fp32)",
      valueName: "p"))
  var kind: FloatPrecision?

  /// The library's value; nil where the option is not given.
  var precision: Precision? { kind?.precision }

  /// Notes where the processor only emulates the precision.
  func tell(_ console: Console) { precision.map(console.tell) }
}

/// The precisions of floating-point numbers.
enum FloatPrecision: String, ExpressibleByArgument, CaseIterable {
  case fp32, bf16

  /// The library's value.
  var precision: Precision { self == .bf16 ? .bf16 : .fp32 }
}

extension Console {
  /// Notes where the processor only emulates a precision.
  func tell(_ precision: Precision) {
    if !precision.factors.hasUnit { note("this processor has no unit for bfloat16: emulated, no faster") }
  }
}
