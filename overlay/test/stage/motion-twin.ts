/** Both formulas of a bullet's place, side by side: what `lanes/motion` says and what the shader drew. */
export const motionTwin = {};
