import Foundation

extension RotaryPositions {
  /// θ and its scaling, from `rope_parameters` of new files, or `rope_theta` and `rope_scaling` of older ones.
  ///
  /// These ways to extend the length of training are supported: none; `linear`, all frequencies divided by a factor;
  /// `ntk`, θ times the factor f and also frequencies divided by f^(2/D), as in the code of the first GTE models; and
  /// `dynamic` up to `max_position_embeddings`, where it changes nothing.
  ///
  /// - Parameters:
  ///   - theta: The default of θ.
  ///   - headSize: D
  ///   - allowsNTK: Whether `ntk` is a type of the architecture.
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)`` for other scalings.
  init(_ fields: ConfigurationFields, theta: Float, headSize: Int, allowsNTK: Bool = false) throws {
    let parameters = try fields.object(named: "rope_parameters")
    // As in transformers: an old file's `rope_scaling` has precedence.
    let scaling = try fields.object(named: "rope_scaling") ?? parameters
    self.init(
      theta: try scaling?.optional(named: "rope_theta") ?? fields.optional(named: "rope_theta") ?? theta)
    try fields.requireSize(headSize)
    for share in [fields, scaling].compactMap({ $0 }) { try share.require("partial_rotary_factor", Float(1)) }
    guard let scaling else { return }
    // Rotary positions by kind of layer are not supported here.
    for kind in ["full_attention", "sliding_attention"] where scaling.contains(kind) {
      throw scaling.invalid(kind, "an object", "none: all layers have the same rotary positions")
    }
    let newName: String? = try scaling.optional(named: "rope_type")
    let type = try newName ?? scaling.optional(named: "type") ?? "default"
    let factor = try scaling.optional(named: "factor") ?? Float(1)
    guard factor >= 1, factor.isFinite else { throw scaling.invalid("factor", factor, "1 or more") }
    switch type {
    case "default", "dynamic": break
    case "linear": frequencyDivisor = factor
    case "ntk" where allowsNTK:
      if let mixed: Float = try scaling.optional(named: "mixed_b") {
        throw scaling.invalid("mixed_b", mixed, "null: mixed NTK scaling is not supported")
      }
      self.theta *= factor
      frequencyDivisor = powf(factor, 2 / Float(headSize))
    default:
      let known = ["\"default\"", "\"linear\"", "\"dynamic\""] + (allowsNTK ? ["\"ntk\""] : [])
      throw scaling.invalid(
        newName == nil ? "type" : "rope_type", type, "one of " + known.joined(separator: ", "))
    }
  }
}

extension ConfigurationFields {
  /// Refuses a `head_dim` other than `hidden_size` / `num_attention_heads`.
  func requireSize(_ headSize: Int) throws {
    guard let size: Int = try optional(named: "head_dim"), size != headSize else { return }
    throw invalid("head_dim", size, "hidden_size / num_attention_heads, \(headSize)")
  }
}
