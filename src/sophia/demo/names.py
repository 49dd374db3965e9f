"""Invented names of companies and persons, a few of them awkward on purpose (emoji, right-to-left, accents)."""

from __future__ import annotations

import re
import unicodedata
from random import Random

ROOTS = (
    "Alderby Ambrel Arkwell Aurent Bexley Birchmoor Bluefen Bramholt Brinelow Calder Canterra Cedarline Celwyn Cindral "
    "Clovermead Corvane Crestova Dalemont Dapplewood Delphane Drumlin Eastmere Eldermoss Elvanta Emberly Fairholt "
    "Fenbrook Ferrand Finchley Foxgrove Galloway Glasswater Goldmere Greyhollow Halcyra Hartfell Hazelden Heronsgate "
    "Hollowell Ironvale Isenford Juniper Kelbrook Kestrane Kingsmoor Lakenby Lanternly Larkhill Lindenau Lochmere "
    "Lumenor Maplethorpe Marrowick Meadowlark Merrivale Mistral Moorcroft Nettleford Northolt Novarre Oakhurst Orchana "
    "Ostermann Palisander Pinecrest Polarstead Quarrygate Quillon Ravenna Redfern Ridgeway Rivermark Rosendahl "
    "Sablewood Saltmarsh Seaforth Silverlane Solvane Sparrowhill Stonebridge Sundra Tamarisk Tessaly Thistlewood "
    "Tidemark Torvale Umberley Valmora Verdane Vesterby Wainscott Westerlund Wexcombe Whitlock Wildmere Winterbourne "
    "Wrenfield Yarrowby Zephra Zellwood"
).split()

INDUSTRY_WORDS = {
    "Property": ("Estates", "Living", "Residences", "Homes", "Property Group", "Lettings", "Housing", "Realty"),
    "Retail": ("Market", "Stores", "Outfitters", "Goods", "Trading", "Provisions", "Retail", "Supply"),
    "Healthcare": ("Health", "Clinics", "Care", "Medical", "Dental", "Therapeutics", "Pharmacy", "Wellness"),
    "Manufacturing": ("Works", "Industries", "Tools", "Castings", "Plastics", "Machining", "Foundry", "Components"),
    "Logistics": ("Logistics", "Freight", "Haulage", "Shipping", "Couriers", "Storage", "Lines", "Transit"),
    "Education": ("Academy", "Learning", "College", "Schools", "Tutors", "Institute", "Press", "Campus"),
    "Finance": ("Capital", "Credit", "Partners", "Advisory", "Mutual", "Holdings", "Lending", "Trust"),
    "Hospitality": ("Hotels", "Kitchens", "Resorts", "Taverns", "Catering", "Bakeries", "Coffee", "Travel"),
}
INDUSTRIES = {
    "Property": 24.0,
    "Retail": 14.0,
    "Healthcare": 14.0,
    "Manufacturing": 12.0,
    "Logistics": 11.0,
    "Education": 8.0,
    "Finance": 10.0,
    "Hospitality": 7.0,
}
AWKWARD = {
    7: "Bloom 🌱 Provisions",
    23: "شركة النخيل للتجارة",
    41: "O'Dellan & Sons, Ltd.",
    58: "אורן־גל מערכות",
    77: "Çelıkörs Lojistik A.Ş.",
    96: "Żółtowska Piekarnia",
    118: "The Very Long Established Company of Winterbourne-upon-Marsh Property Managers and Letting Agents",
    133: "株式会社みずはら",
}
FIRST = (
    "Amara Anders Anika Arjun Beatriz Callum Camille Chiara Clara Daniel Darius Dina Elena Elias Emeka Esther Fatima "
    "Felix Freya Gabriel Grace Hana Hugo Ines Ingrid Isaac Jamal Jana Joaquin Julia Kaito Katya Kofi Lena Leo Lucia "
    "Maeve Malik Marcus Maya Mei Milan Mina Nadia Nikhil Noor Nora Olga Omar Oscar Petra Priya Rafael Rosa Ruth Samir "
    "Sofia Soren Tara Theo Tomas Uma Vera Victor Wanda Yara Yusuf Zoe"
).split()
LAST = (
    "Abara Almeida Andersson Barros Becker Bianchi Blake Boateng Brandt Castell Chandra Costa Dahl Delgado Diallo "
    "Dubois Eriksen Farrow Ferreira Fischer Fontaine Garrick Haddad Hale Hansen Hartley Hayashi Holm Ibarra Ivanov "
    "Jansen Kamau Kaplan Keller Khoury Kim Kovacs Laurent Lindqvist Lopez Mancini Marlow Mbeki Mehta Moreau Morita "
    "Nakata Navarro Ncube Novak Okafor Olsen Osei Park Patel Petrov Quist Ramos Rao Reyes Rossi Sato Schuster Sharma "
    "Silva Sorensen Tanaka Thorne Varga Vidal Vogel Wagner Weiss Yilmaz Zhang"
).split()


def company_name(rng: Random, number: int, industry: str) -> str:
    """Return the name of company `number`; unique over any 100,000 numbers of one industry order."""
    if number in AWKWARD:
        return AWKWARD[number]
    words = INDUSTRY_WORDS[industry]
    root = ROOTS[number * 37 % len(ROOTS)]
    word = words[number // len(ROOTS) % len(words)]
    if number < len(ROOTS) * len(words):
        return f"{root} {word}"
    return f"{root} & {ROOTS[(number // 7 + rng.randrange(len(ROOTS))) % len(ROOTS)]} {word}"


def person_name(number: int) -> str:
    """Return the name of person `number`; unique below 5,000."""
    return f"{FIRST[number * 29 % len(FIRST)]} {LAST[(number * 31 + number // len(FIRST)) % len(LAST)]}"


def slug(text: str, fallback: str) -> str:
    """Return `text` in plain letters and digits for a web address, or `fallback` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain) or fallback
