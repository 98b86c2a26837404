// How much a learner knows already, in words.

export const LEVELS = [
  ["beginner", "Beginner: new to this"],
  ["intermediate", "Intermediate: knows the basics"],
  ["advanced", "Advanced: has done this before"],
];

export const levelInWords = { beginner: "beginner", intermediate: "intermediate", advanced: "advanced" };
