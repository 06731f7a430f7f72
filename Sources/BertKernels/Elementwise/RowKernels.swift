import BertKernelsAVX512

/// The functions of ``RowArithmetic``, which is compiled for several instruction sets.
protocol RowKernels: SendableMetatype {
  static func exponential(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func logarithm(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func errorFunction(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func hyperbolicTangent(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func gelu(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluTanh(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluBackward(_ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluTanhBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func silu(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func siluBackward(_ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func hyperbolicTangentBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float
  static func layerNorm(
    _ x: UnsafePointer<Float>, stride: Int, into y: UnsafeMutablePointer<Float>, stride yStride: Int, rows: Int,
    gamma: UnsafePointer<Float>, beta: UnsafePointer<Float>, epsilon: Float, isCentered: Bool,
    statistics: UnsafeMutablePointer<Float>?, statisticsStride: Int, _ count: Int)
  static func layerNormBackward(
    _ x: UnsafePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, gamma: UnsafePointer<Float>,
    mean: Float, rstd: Float, isCentered: Bool, addingTo gammaGradient: UnsafeMutablePointer<Float>?,
    _ betaGradient: UnsafeMutablePointer<Float>?, _ count: Int)
  static func softmax(
    _ x: UnsafeMutablePointer<Float>, stride: Int, rows: Int, scale factor: Float, _ count: Int)
  static func softmaxBackward(
    _ y: UnsafePointer<Float>, stride: Int, gradient dy: UnsafeMutablePointer<Float>, stride gradientStride: Int,
    rows: Int, _ count: Int)
  static func softmaxRows(
    _ scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, scale: Float, isFirst: Bool,
    maxima: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    corrections: UnsafeMutablePointer<Float>, seen: Range<Int>, _ count: Int)
  static func finishSoftmax(
    maxima: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>, _ count: Int)
  static func attentionBackwardRows(
    scores: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>, factors: UnsafePointer<Float>?,
    stride: Int, rows: Int, scale: Float, logSums: UnsafePointer<Float>, logSumStride: Int,
    deltas: UnsafePointer<Float>, seen: Range<Int>, _ count: Int)
  static func scaleAndAddRows(
    _ x: UnsafeMutablePointer<Float>, stride: Int, scale: Float, _ y: UnsafePointer<Float>, stride yStride: Int,
    rows: Int, _ count: Int)
  static func scaleRows(
    _ x: UnsafePointer<Float>, stride: Int, by factors: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    stride yStride: Int, rows: Int, _ count: Int)
  static func scaleRows(
    _ x: UnsafePointer<Float>, stride: Int, by factor: Float, into y: UnsafeMutablePointer<Float>,
    stride yStride: Int, rows: Int, _ count: Int)
  static func dotRows(
    _ x: UnsafePointer<Float>, stride: Int, _ y: UnsafePointer<Float>, stride yStride: Int, rows: Int,
    into out: UnsafeMutablePointer<Float>, _ count: Int)
  static func rotateHalves(
    _ x: UnsafeMutablePointer<Float>, stride: Int, heads: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>, isBackward: Bool, _ count: Int)
  static func rotatePairs(
    _ x: UnsafeMutablePointer<Float>, stride: Int, heads: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>, isBackward: Bool, _ count: Int)
  static func addBias(
    _ bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>, keeping kept: UnsafeMutablePointer<Float>?,
    _ count: Int)
  static func addResidual(
    _ residual: UnsafePointer<Float>, bias: UnsafePointer<Float>, to x: UnsafeMutablePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, _ count: Int)
  static func dropoutResidual(
    _ x: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, residual: UnsafePointer<Float>,
    keeping kept: UnsafeMutablePointer<Float>?, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int)
  static func adamW(
    _ w: UnsafeMutablePointer<Float>, gradient g: UnsafePointer<Float>, moments held: UnsafeMutablePointer<Float>,
    gradientScale: Float, beta1: Float, beta2: Float, epsilon: Float, inverseCorrection: Float, stepSize: Float,
    decay: Float, row: UInt64, step: UInt64, site: UInt64, key: UInt64, _ count: Int)
  static func dropout(
    _ x: UnsafeMutablePointer<Float>, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int)
  static func quantize(
    _ x: UnsafePointer<Float>, valuesInWord: Int, into words: UnsafeMutablePointer<Float>, _ count: Int
  ) -> (scale: Float, zero: Int32)
  static func dequantizeRows(
    _ totals: UnsafePointer<Int32>, stride totalStride: Int, into y: UnsafeMutablePointer<Float>, stride: Int,
    rows: Int, ranges: UnsafePointer<Float>, sums: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    kept: UnsafePointer<Float>, keptCount: Int, keptWeights: UnsafePointer<Float>, keptStride: Int, _ count: Int)
}

/// The code for AVX2, or NEON.
extension RowArithmetic: RowKernels {}

/// The code for AVX-512.
extension BertKernelsAVX512.RowArithmetic: RowKernels {}
