import BertKernels
import Foundation
import Testing

/// What a training step must not do: allocate once it has run, or touch rows that took no part.
@Suite struct SteadyStateTests {
  @Test("From the second step on, arena and scratch memory stay as they are", arguments: [1, 2])
  func noAllocation(threads: Int) {
    let compute = Compute(threads: threads), attention = Attention(heads: 2, headSize: 16)
    var random = TestRandom(seed: 51)
    let x = random.matrix(90, 32), w = random.matrix(96, 32), gradient = random.matrix(90, 32)
    let total = Matrix(rows: 96, columns: 32)
    func step() {
      let mark = compute.arena.mark
      let qkv = compute.arena.matrix(rows: 90, columns: 96), context = compute.arena.matrix(rows: 90, columns: 32)
      let logSums = compute.arena.matrix(rows: 90, columns: 2), out = compute.arena.matrix(rows: 90, columns: 96)
      // Larger than the arena's smallest chunk, so that it has to grow.
      _ = compute.arena.matrix(rows: 2000, columns: 2000)
      compute.multiply(x.operand, w.transpose, into: qkv)
      compute.attention(attention, qkv: qkv, boundaries: [0, 30, 90], into: context, logSums: logSums)
      compute.attentionBackward(
        attention, qkv: qkv, boundaries: [0, 30, 90], context: context, logSums: logSums, gradient: gradient, into: out)
      compute.multiply(out.transpose, x.operand, into: total, .add)
      compute.arena.release(mark)
    }
    step()
    step()
    let held = compute.allocations
    #expect(held > 0)
    for _ in 0..<5 { step() }
    #expect(compute.allocations == held)
  }

  @Test("AdamW over three steps: rows never touched see exactly the decay, the others the formula of the paper")
  func untouchedRows() {
    let width = 21, decay = Float(1) - Float(0.1) * Float(0.01)
    var random = TestRandom(seed: 52)
    let start = random.matrix(5, width), value = Matrix(rows: 5, columns: width)
    value.copy(from: start)
    let gradient = Matrix(rows: 5, columns: width)
    let first = Matrix(rows: 5, columns: width), second = Matrix(rows: 5, columns: width)
    var w = start.toArray().map { Double($0) }, m = Array(repeating: 0.0, count: w.count), v = m
    let compute = Compute(threads: 2)
    for t in 1...3 {
      for j in 0..<width {
        gradient[1, j] = random.next()
        gradient[3, j] = random.next()
      }
      let correction1 = 1 - pow(0.9, Double(t)), correction2 = 1 - pow(0.999, Double(t))
      compute.adamW(
        AdamWStep(
          beta1: 0.9, beta2: 0.999, epsilon: 1e-8, stepSize: Float(0.1 / correction1),
          secondCorrection: Float(correction2.squareRoot()), decay: decay, gradientScale: 1),
        value: value, gradient: gradient, first: first, second: second, isActive: [false, true, false, true, false])
      for i in w.indices {
        let g = Double(gradient[i / width, i % width])
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        w[i] = w[i] * (1 - 0.1 * 0.01) - 0.1 * (m[i] / correction1) / ((v[i] / correction2).squareRoot() + 1e-8)
      }
    }
    expectClose(value.toArray(), w.map { Float($0) }, tolerance: 3e-6)
    for row in [0, 2, 4] {
      for j in 0..<width {
        // PyTorch multiplies in place, once a step: param.mul_(1 − lr · weight_decay).
        #expect(value[row, j] == start[row, j] * decay * decay * decay)
        #expect(first[row, j] == 0 && second[row, j] == 0)
      }
    }
  }
}
