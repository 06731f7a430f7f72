import BertKernelsAVX512

/// What ``RowArithmetic`` offers, whichever instruction set it was compiled for.
protocol RowKernels: SendableMetatype {
  static func exponential(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func errorFunction(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func hyperbolicTangent(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func gelu(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluTanh(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluBackward(_ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func geluTanhBackward(
    _ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func silu(_ x: UnsafeMutablePointer<Float>, _ count: Int)
  static func siluBackward(_ x: UnsafeMutablePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ count: Int) -> Float
  static func scale(
    _ x: UnsafePointer<Float>, by factor: Float, into y: UnsafeMutablePointer<Float>, _ count: Int)
  static func layerNorm(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, gamma: UnsafePointer<Float>,
    beta: UnsafePointer<Float>, epsilon: Float, _ count: Int
  ) -> SIMD2<Float>
  static func layerNormBackward(
    _ x: UnsafePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, gamma: UnsafePointer<Float>,
    mean: Float, rstd: Float, addingTo gammaGradient: UnsafeMutablePointer<Float>?,
    _ betaGradient: UnsafeMutablePointer<Float>?, _ count: Int)
  static func softmaxBlock(
    _ scores: UnsafeMutablePointer<Float>, scale: Float, before: Float, _ count: Int
  ) -> SIMD2<Float>
  static func softmaxBackward(
    _ y: UnsafePointer<Float>, gradient dy: UnsafeMutablePointer<Float>, _ count: Int)
  static func attentionBackward(
    scores: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>, factors: UnsafePointer<Float>?,
    scale: Float, logSum: Float, delta: Float, _ count: Int)
  static func dropout(
    _ x: UnsafeMutablePointer<Float>, group: Int, row: UInt64, step: UInt64, site: UInt64, key: UInt64,
    threshold: UInt32, scale: Float, _ count: Int)
}

/// The code for AVX2, or NEON.
extension RowArithmetic: RowKernels {}

/// The code for AVX-512.
extension BertKernelsAVX512.RowArithmetic: RowKernels {}
